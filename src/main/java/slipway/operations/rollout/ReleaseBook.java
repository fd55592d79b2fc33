package slipway.operations.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ImageVersion;
import slipway.model.Release;
import slipway.model.Release.Kind;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.ReleaseTerms;
import slipway.operations.DeploymentLedger;

/** The record of one release while this process works on it: every change is written to the ledger and told to whoever listens. */
final class ReleaseBook implements AutoCloseable {
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final ReleaseLedger ledger;
    private final InstantSource cloudTime;
    private final Consumer<Release> progress;
    private final Cancellable heartbeat;
    private ReleaseLedger.Entry entry;
    private boolean closed;

    /** @param cloudTime the target's time */
    ReleaseBook(
            ReleaseLedger ledger,
            Timer timer,
            InstantSource cloudTime,
            ReleaseLedger.Entry entry,
            Consumer<Release> progress) {
        this.ledger = ledger;
        this.cloudTime = cloudTime;
        this.progress = progress;
        this.entry = entry;
        DeploymentLedger.works(entry.release().id());
        this.heartbeat = timer.every(HEARTBEAT, this::beat);
    }

    synchronized Release release() {
        return entry.release();
    }

    Optional<ReleaseLedger.Wished> takeWish() {
        Optional<ReleaseLedger.Wished> wished = ledger.wished(release().id());
        wished.ifPresent(_ -> ledger.forgetWish());
        return wished;
    }

    private synchronized void beat() {
        if (!closed) {
            try {
                ledger.write(entry);
            } catch (FailureException silent) {
                // The next one tells; who waits for this runner waits for minutes.
                if (!(silent.failure() instanceof Failure.Unreachable
                        || silent.failure() instanceof Failure.Throttled)) {
                    throw silent;
                }
            }
        }
    }

    private synchronized void change(UnaryOperator<Release> change) {
        Release changed = change.apply(entry.release());
        if (changed.equals(entry.release())) {
            return;
        }
        entry = new ReleaseLedger.Entry(changed, entry.served(), entry.runner(), true);
        ledger.write(entry);
        progress.accept(changed);
    }

    /** @param reason empty while it is simply on its way */
    void phase(Phase phase, String reason) {
        change(now -> with(
                now,
                now.steps(),
                phase,
                now.phase() == phase ? now.changed() : cloudTime.instant(),
                now.retireAt(),
                reason));
    }

    /** What it waits for. */
    void remark(String words) {
        phase(release().phase(), words);
    }

    /** What is said meanwhile: told to whoever listens here, and not written down, for it may change many times a second. */
    void tell(String words) {
        Release now = release();
        progress.accept(with(now, now.steps(), now.phase(), now.changed(), now.retireAt(), words));
    }

    /** The rule has the step's share, or was found to have it. What was noted of this step and of later ones is forgotten. */
    void moved(int index) {
        Instant at = cloudTime.instant();
        change(now -> {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < now.steps().size(); i++) {
                Step step = now.steps().get(i);
                steps.add(
                        i < index
                                ? step
                                : new Step(
                                        step.percent(),
                                        i == index ? Optional.of(at) : Optional.empty(),
                                        Optional.empty(),
                                        0));
            }
            return with(now, steps, Phase.SHIFTING, at, now.retireAt(), "");
        });
    }

    void passed(int index, long requests) {
        Instant at = cloudTime.instant();
        change(now -> with(
                now,
                changed(now.steps(), index, step -> new Step(step.percent(), step.moved(), Optional.of(at), requests)),
                now.phase(),
                now.changed(),
                now.retireAt(),
                ""));
    }

    /** Notes what was counted: in the step, and since the first one. */
    void counted(int index, long requests, long total, long failed) {
        change(now -> new Release(
                now.id(),
                now.tier(),
                now.kind(),
                now.colour(),
                now.version(),
                now.previous(),
                now.terms(),
                changed(now.steps(), index, step -> new Step(step.percent(), step.moved(), step.passed(), requests)),
                now.phase(),
                now.who(),
                now.underWay(),
                now.began(),
                now.changed(),
                now.retireAt(),
                now.reason(),
                total,
                failed));
    }

    private static List<Step> changed(List<Step> steps, int index, UnaryOperator<Step> change) {
        List<Step> changed = new ArrayList<>(steps);
        changed.set(index, change.apply(steps.get(index)));
        return List.copyOf(changed);
    }

    /** What is left of the shift is one step to everything. */
    void promote() {
        change(now -> {
            List<Step> steps = new ArrayList<>(now.steps().subList(0, now.step() + 1));
            if (steps.isEmpty() || steps.getLast().percent() < 100) {
                steps.add(new Step(100, Optional.empty(), Optional.empty(), 0));
            }
            return with(now, steps, now.phase(), now.changed(), now.retireAt(), now.reason());
        });
    }

    /** The old colour goes then; empty: nothing is decided. */
    void retireAt(Optional<Instant> at) {
        change(now -> with(now, now.steps(), now.phase(), now.changed(), at, now.reason()));
    }

    /** The new version serves: it is what a later rollback comes back to, and what was rolled back from is not. */
    void serves() {
        synchronized (this) {
            Release now = entry.release();
            List<ImageVersion> served = new ArrayList<>(entry.served());
            served.remove(now.version());
            if (now.kind() == Kind.ROLLBACK) {
                served.remove(now.previous());
            }
            served.addFirst(now.version());
            entry = new ReleaseLedger.Entry(now, List.copyOf(served), entry.runner(), true);
        }
        change(now -> with(now, now.steps(), Phase.DONE, cloudTime.instant(), Optional.empty(), ""));
    }

    private static Release with(
            Release now, List<Step> steps, Phase phase, Instant changed, Optional<Instant> retireAt, String reason) {
        return new Release(
                now.id(),
                now.tier(),
                now.kind(),
                now.colour(),
                now.version(),
                now.previous(),
                new ReleaseTerms(
                        steps.stream().map(Step::percent).toList(),
                        now.terms().bake(),
                        now.terms().keep(),
                        now.terms().sendsTraffic()),
                List.copyOf(steps),
                phase,
                now.who(),
                true,
                now.began(),
                changed,
                retireAt,
                reason,
                now.requests(),
                now.failed());
    }

    /** This process is at work on it no longer. One that is not at rest can be gone on with by anyone, at once. */
    @Override
    public void close() {
        heartbeat.cancel();
        synchronized (this) {
            closed = true;
            DeploymentLedger.leaves(entry.release().id());
            if (entry.release().phase().works()) {
                entry = new ReleaseLedger.Entry(entry.release(), entry.served(), entry.runner(), false);
                try {
                    ledger.write(entry);
                } catch (FailureException unmarked) {
                    // A target that does not answer is why it was left; its silence tells others as much.
                    if (!(unmarked.failure() instanceof Failure.Unreachable)) {
                        throw unmarked;
                    }
                }
            }
        }
    }
}
