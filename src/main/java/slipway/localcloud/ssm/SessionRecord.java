package slipway.localcloud.ssm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.SessionStatus;

/**
 * What is told and kept of a session.
 *
 * @param status one of {@link SessionStatus}'s words
 * @param started cloud time, as is {@code ended}
 */
record SessionRecord(
        String id,
        String target,
        String document,
        String owner,
        @Nullable String reason,
        String status,
        Instant started,
        @Nullable Instant ended) {
    SessionRecord with(SessionStatus now) {
        return new SessionRecord(id, target, document, owner, reason, now.toString(), started, ended);
    }

    SessionRecord ended(SessionStatus last, Instant at) {
        return new SessionRecord(id, target, document, owner, reason, last.toString(), started, at);
    }

    boolean isOver() {
        return ended != null;
    }
}
