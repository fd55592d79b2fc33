package slipway.model;

import java.time.Instant;

/**
 * A move as the environment remembers it. Of a drag it is the way from where it began to where it ended.
 *
 * @param at when the rule was last changed, cloud time
 * @param who who, and with what: {@code kim@desk, slider}
 * @param why in a few words: {@code set by hand}, {@code promote}, {@code abort}
 */
public record TrafficMove(Instant at, String who, Tier tier, Weights from, Weights to, String why, Outcome outcome) {
    /** What became of writing it down in the traffic stack. */
    public enum Outcome {
        /** The ledger says what the rule does. */
        SETTLED,
        /** So it does, after CloudFormation had set the older weights again, and the move was repeated. */
        REPAIRED,
        /** So it does, but with other weights: somebody moved the rule meanwhile, without the lock. */
        OVERTAKEN,
        /** The rule was moved, the ledger was not written. */
        UNSETTLED;

        public String words() {
            return switch (this) {
                case SETTLED -> "in sync";
                case REPAIRED -> "in sync, after a repair";
                case OVERTAKEN -> "in sync, after somebody else moved it";
                case UNSETTLED -> "not written down";
            };
        }
    }
}
