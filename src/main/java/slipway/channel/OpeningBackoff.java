package slipway.channel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before each try to open a socket: 0, 0, d, 2d, 4d, 8d, 16d, with d between 100 and 199 ms. */
final class OpeningBackoff {
    /** Tries of the first opening. */
    static final int OPENINGS = 7;

    /** Tries after a loss. */
    static final int REOPENINGS = 6;

    private final RandomGenerator random;

    OpeningBackoff(RandomGenerator random) {
        this.random = random;
    }

    /** Before this try of the first opening, from 1. */
    Duration beforeOpening(int attempt) {
        return attempt < 3 ? Duration.ZERO : step().multipliedBy(1L << (attempt - 3));
    }

    /** Before this try after a loss, from 1. */
    Duration beforeReopening(int attempt) {
        return beforeOpening(attempt + 1);
    }

    private Duration step() {
        return Duration.ofMillis(100L + random.nextInt(100));
    }
}
