package slipway.model;

import java.time.Instant;

/**
 * Where requests really went, as the balancer counted them. Metrics come in whole minutes, so counting begins with the first
 * whole minute after the move.
 *
 * @param since from when, cloud time
 * @param asOf up to when, cloud time; equal to {@code since} while no minute is over
 * @param blue requests
 * @param green requests
 */
public record ObservedSplit(Instant since, Instant asOf, long blue, long green) {
    public long of(Colour colour) {
        return colour == Colour.BLUE ? blue : green;
    }

    /** Whether there is anything to speak of. */
    public boolean isEmpty() {
        return blue + green == 0;
    }

    /** Of the counted requests, 0 to 1; 0 where none was counted. */
    public double share(Colour colour) {
        return isEmpty() ? 0 : (double) of(colour) / (blue + green);
    }
}
