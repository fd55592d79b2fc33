package slipway.model;

import java.util.Optional;

/** How the traffic stack's parameters, which are the weights' ledger, stand to the live rule, which is their truth. */
public sealed interface TrafficLedger {
    /** {@code in sync}, or what is not, in words. */
    String words();

    /** The parameters say what the rule does. */
    record InSync() implements TrafficLedger {
        @Override
        public String words() {
            return "in sync";
        }
    }

    /**
     * A move is under way whose end is to be written down.
     *
     * @param by whose; absent when only the stack's state tells that somebody writes
     */
    record Settling(Optional<String> by) implements TrafficLedger {
        @Override
        public String words() {
            return "settling" + by.map(name -> " (" + name + ")").orElse("");
        }
    }

    /**
     * The rule does something else than the parameters say, and nobody is about to write it down. The next move repairs it.
     *
     * @param recorded what the parameters say
     * @param by who moved last, where the history tells
     */
    record Drifted(Weights recorded, Optional<String> by) implements TrafficLedger {
        @Override
        public String words() {
            return "drifted: the stack says " + recorded
                    + by.map(name -> ", moved by " + name).orElse(", moved by somebody who left no note");
        }
    }
}
