package slipway.operations.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficMove;
import slipway.model.TrafficRefusedException;
import slipway.model.Weights;
import slipway.operations.Failures;

/**
 * Moves that follow each other as a slider is dragged: at most one change of a tier's rule a second, the last one wished always among
 * them, written down when the rules have stood still. Between that and the next move it holds no lock.
 */
public final class TrafficSession implements AutoCloseable {
    /** The pause between two changes, real time. */
    static final Duration PACE = Duration.ofSeconds(1);

    /** Where a session stands. */
    public sealed interface State {
        /** Nothing was moved yet, or all of it is written down. */
        record Idle(List<TrafficMove> moves) implements State {}

        /** The rule has these weights; more may follow. */
        record Moved(Tier tier, Weights to) implements State {}

        /** The moves are being written down. */
        record Settling() implements State {}

        /** Guards stand in the way; the rule has the weights that it had. */
        record Refused(Tier tier, Weights wished, List<TrafficGuard> guards) implements State {}

        /** A call failed, or somebody took over. What was moved before stays moved. */
        record Failed(Failure failure) implements State {}
    }

    private record Wish(Weights to, String why, Consent consent) {}

    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final EnvironmentName environment;
    private final TrafficWriter writer;
    private final Consumer<State> listener;
    /** Held while calls are made: one step at a time. */
    private final ReentrantLock stepping = new ReentrantLock();

    private final Map<Tier, Wish> wishes = new EnumMap<>(Tier.class);
    private Instant changed = Instant.EPOCH;
    private @Nullable Cancellable planned;
    private @Nullable WeightWriter holder;

    TrafficSession(
            Cloud cloud,
            Timer timer,
            InstantSource clock,
            EnvironmentName environment,
            TrafficWriter writer,
            Consumer<State> listener) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.environment = environment;
        this.writer = writer;
        this.listener = listener;
    }

    /**
     * Wishes a tier's weights; an older wish that was not carried out yet is forgotten. Returns at once.
     *
     * @param why in a few words, for the history: {@code set by hand}
     */
    public void move(Tier tier, Weights to, String why, Consent consent) {
        synchronized (wishes) {
            boolean first = wishes.isEmpty();
            wishes.put(tier, new Wish(to, why, consent));
            if (first) {
                Duration wait = Duration.between(clock.instant(), changed.plus(PACE));
                plan(wait.isNegative() ? Duration.ZERO : wait);
            }
        }
    }

    /** Replaces what was planned by the next step. */
    private void plan(Duration delay) {
        synchronized (wishes) {
            if (planned != null) {
                planned.cancel();
            }
            planned = timer.after(delay, this::step);
        }
    }

    private Map<Tier, Wish> take() {
        synchronized (wishes) {
            Map<Tier, Wish> taken = new EnumMap<>(wishes);
            wishes.clear();
            if (!taken.isEmpty()) {
                changed = clock.instant();
            }
            return taken;
        }
    }

    /** Carries the wishes out; without any, writes down what was moved. */
    private void step() {
        stepping.lock();
        try {
            Map<Tier, Wish> taken = take();
            if (taken.isEmpty()) {
                settle();
            } else {
                taken.forEach(this::carryOut);
                next();
            }
        } finally {
            stepping.unlock();
        }
    }

    private void next() {
        synchronized (wishes) {
            // A wish that came meanwhile has planned its step already.
            if (wishes.isEmpty() && holder != null) {
                plan(WeightWriter.quiet(cloud));
            }
        }
    }

    private void carryOut(Tier tier, Wish wish) {
        try {
            WeightWriter writing = holder;
            if (writing == null) {
                writing = WeightWriter.begin(
                        cloud,
                        timer,
                        environment,
                        writer,
                        TrafficShifter.purpose(tier, wish.to()),
                        wish.consent().takeOver());
                holder = writing;
            }
            writing.move(tier, wish.to(), wish.why(), wish.consent().force());
            listener.accept(new State.Moved(tier, wish.to()));
        } catch (TrafficRefusedException refused) {
            endUnlessUnsettled();
            listener.accept(new State.Refused(tier, wish.to(), refused.guards()));
        } catch (RuntimeException thrown) {
            failed(thrown);
        }
    }

    private void settle() {
        WeightWriter writing = holder;
        if (writing == null) {
            return;
        }
        listener.accept(new State.Settling());
        try {
            List<TrafficMove> moves = writing.settle();
            synchronized (wishes) {
                if (!wishes.isEmpty()) {
                    return; // A step is planned, which goes on under the same lock.
                }
                holder = null;
            }
            writing.end();
            listener.accept(new State.Idle(moves));
        } catch (RuntimeException thrown) {
            failed(thrown);
        }
    }

    private void endUnlessUnsettled() {
        Optional.ofNullable(holder).filter(writing -> !writing.isUnsettled()).ifPresent(writing -> {
            holder = null;
            writing.end();
        });
    }

    private void failed(RuntimeException thrown) {
        Failure failure = Failures.of("move the weights", thrown).orElseThrow(() -> thrown);
        Optional.ofNullable(holder).ifPresent(writing -> {
            holder = null;
            try {
                writing.end();
            } catch (FailureException left) {
                // The lock runs out by itself, and the first failure tells more.
                return;
            }
        });
        listener.accept(new State.Failed(failure));
    }

    /** Carries out what is wished, writes it down and gives the lock back. Blocks. */
    @Override
    public void close() {
        synchronized (wishes) {
            if (planned != null) {
                planned.cancel();
                planned = null;
            }
        }
        stepping.lock();
        try {
            take().forEach(this::carryOut);
            settle();
        } finally {
            stepping.unlock();
        }
    }
}
