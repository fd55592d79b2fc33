package slipway.ui.controls;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A row of {@link LaneTree}: something that takes time, with what it consists of. Times are seconds since the operation
 * began.
 *
 * @param key names the row for ever, so that it keeps its selection and its fold
 * @param strong whether the row is a whole, drawn like a heading
 * @param subtitle a few words behind the name
 * @param words how it stands
 * @param note shown in place of bars where there are none; may be empty
 * @param from when it began; absent before
 * @param to when it ended; absent while it goes on
 * @param unfold whether the row wants to be seen open
 */
public record Lane(
        String key,
        StateIcon.State icon,
        boolean strong,
        boolean trouble,
        String name,
        String subtitle,
        String words,
        String note,
        List<Bar> bars,
        OptionalDouble from,
        OptionalDouble to,
        boolean unfold,
        List<Lane> children) {

    /** How a bar is drawn. */
    public enum Kind {
        /** Dotted: it could begin, were it not for another. */
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        /** Hatched: it is taken back. */
        ROLLBACK
    }

    /** @param to absent while it grows with time */
    public record Bar(Kind kind, double from, OptionalDouble to) {}
}
