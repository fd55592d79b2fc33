package slipway.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Who may move an environment's weights at the moment.
 *
 * @param id of this one holding: a process that takes the lock twice holds it under two ids
 * @param owner who, and with what: {@code kim@desk, slider}
 * @param purpose to follow "in order to": {@code move api to 70/30}
 * @param since cloud time
 * @param expires cloud time; the owner pushes it on while it works
 * @param abandoned whether its process is known to be gone, so that anyone may take the lock at once
 */
public record TrafficLease(String id, String owner, String purpose, Instant since, Instant expires, boolean abandoned) {
    /** Whether it stands in nobody's way any more. */
    public boolean isOver(Instant now) {
        return abandoned || !expires.isAfter(now);
    }

    /** {@code held by kim@desk, slider, since 2026-03-02T14:31:20Z to move api to 70/30}. */
    public String words() {
        return "held by " + owner + ", since " + since.truncatedTo(ChronoUnit.SECONDS) + " to " + purpose;
    }
}
