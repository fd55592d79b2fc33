package slipway.model;

/**
 * One thing that a session needs, looked at.
 *
 * @param subject what was looked at, such as {@code Agent}
 * @param words what was found, a sentence
 * @param remedy what helps, a sentence; empty where nothing is needed
 */
public record SessionCheck(String subject, Verdict verdict, String words, String remedy) {
    /** How it looks. */
    public enum Verdict {
        OK,
        /** It may stand in the way. */
        WARN,
        /** It stands in the way. */
        BAD,
        /** It could not be found out. */
        UNKNOWN
    }
}
