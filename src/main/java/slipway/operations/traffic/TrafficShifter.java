package slipway.operations.traffic;

import java.time.InstantSource;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.model.TrafficMove;
import slipway.model.Weights;

/** Moves weights between blue and green. */
public final class TrafficShifter {
    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;

    /** @param clock real time */
    public TrafficShifter(Cloud cloud, Timer timer, InstantSource clock) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * Moves once, and waits until the move is written down. Blocks. Weights that the rule has already are written down where they are
     * not.
     *
     * @param why in a few words, for the history: {@code set by hand}
     * @param moved told as soon as the rule has the weights, with those that it had
     * @return the move with its outcome; from and to are equal when nothing had to be moved
     * @throws slipway.model.TrafficRefusedException when guards or somebody else's lock stand in the way: nothing was changed
     * @throws slipway.model.FailureException when the target refuses a step; its words say whether the rule was moved
     */
    public TrafficMove shift(
            EnvironmentName environment,
            Tier tier,
            Weights to,
            String why,
            TrafficWriter writer,
            Consent consent,
            Consumer<Weights> moved) {
        WeightWriter holder =
                WeightWriter.begin(cloud, timer, environment, writer, purpose(tier, to), consent.takeOver());
        try {
            Weights from = holder.move(tier, to, why, consent.force());
            moved.accept(from);
            if (!from.equals(to)) {
                new Poller(timer, new Cancellation()).pause(WeightWriter.quiet(cloud));
            }
            return holder.settle().getFirst();
        } finally {
            holder.end();
        }
    }

    /**
     * A slider's line to the rules. It holds the lock from a move until that is written down.
     *
     * @param listener told each new state, one at a time, on a thread of the timer or of whoever called
     */
    public TrafficSession session(
            EnvironmentName environment, TrafficWriter writer, Consumer<TrafficSession.State> listener) {
        return new TrafficSession(cloud, timer, clock, environment, writer, listener);
    }

    static String purpose(Tier tier, Weights to) {
        return "move " + tier.label() + " to " + to;
    }
}
