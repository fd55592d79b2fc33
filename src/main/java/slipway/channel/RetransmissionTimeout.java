package slipway.channel;

/** After how long a message that was not acknowledged is sent again, in milliseconds: learnt from round trips. */
final class RetransmissionTimeout {
    private static final double MOST = 1000;
    private static final double CLOCK = 10;

    private double roundTrip = 100;
    private double variation;
    private double timeout = 200;

    /** Learns from a message that was sent once and acknowledged after so many milliseconds. */
    void sample(double millis) {
        variation = 0.75 * variation + 0.25 * Math.abs(roundTrip - millis);
        roundTrip = 0.875 * roundTrip + 0.125 * millis;
        timeout = Math.min(MOST, roundTrip + Math.max(CLOCK, 4 * variation));
    }

    /** A message was sent again: waits longer until the next sample, so that a slow network is not flooded. */
    void backOff() {
        timeout = Math.min(MOST, 2 * timeout);
    }

    double millis() {
        return timeout;
    }
}
