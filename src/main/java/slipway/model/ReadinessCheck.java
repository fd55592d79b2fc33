package slipway.model;

/**
 * Something that a deployment on this machine needs, as it was measured.
 *
 * @param name what is needed, such as {@code redis-server}
 * @param found what was found: a version, {@code free}, {@code 7 of 7 valid}; why not, where it is missing
 * @param remedy what helps, in words; empty where nothing is wrong
 */
public record ReadinessCheck(String name, State state, String found, String remedy) {
    /** What a measurement means for a deployment. */
    public enum State {
        READY,
        /** A deployment works, but not as expected: another port, little room. */
        LIMITED,
        MISSING
    }
}
