package slipway.model;

/**
 * The one thing to do next about a tier.
 *
 * @param words a sentence: what stands there, and what to do about it; empty when there is nothing
 * @param stack the stack that a repair is about; empty otherwise
 */
public record NextAction(Kind kind, String words, String stack) {
    public enum Kind {
        /** All is as it should be. */
        NONE,
        /** The live colour has no image: deploy, or release one. */
        DEPLOY,
        /** A colour's stack is stuck: repair it. */
        REPAIR,
        /** A release stands still or was interrupted: continue it. */
        CONTINUE,
        /** Both colours have requests and no release is on: promote or abort. */
        FINISH_MOVE,
        /** An idle colour still runs tasks, and nobody is about to retire it: retire it. */
        RETIRE
    }

    public static final NextAction NONE = new NextAction(Kind.NONE, "", "");
}
