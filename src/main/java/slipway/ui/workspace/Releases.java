package slipway.ui.workspace;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import slipway.async.Cancellation;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.Tier;
import slipway.ui.fx.Background;

/** The releases that this console runs, at most one of a tier, and the wishes that it sends to those of others. */
public final class Releases {
    /** Where a run stands. */
    public enum Stage {
        /** Its runner has told nothing yet. */
        STARTING,
        RUNNING,
        /** The release has come to rest; see its phase. */
        ENDED,
        /** It ended with a failure instead of a release. */
        REFUSED
    }

    /**
     * A release that this console runs or ran last.
     *
     * @param tag of the version
     * @param kind new version, or the one before
     * @param release as last told
     * @param pausing whether it was asked to stop here
     */
    public record Run(
            Tier tier,
            String tag,
            Release.Kind kind,
            Stage stage,
            Optional<Release> release,
            Optional<Failure> refusal,
            boolean pausing) {
        public boolean busy() {
            return stage == Stage.STARTING || stage == Stage.RUNNING;
        }

        private Run told(Stage now, Release newest) {
            return new Run(tier, tag, kind, now, Optional.of(newest), Optional.empty(), pausing);
        }

        private Run refused(Failure failure) {
            return new Run(tier, tag, kind, Stage.REFUSED, release, Optional.of(failure), pausing);
        }

        private Run asked() {
            return new Run(tier, tag, kind, stage, release, refusal, true);
        }
    }

    private interface Work extends BiFunction<Consumer<Release>, Cancellation, Release> {}

    private final Background background;
    private final Runnable begins;
    private final ReadOnlyObjectWrapper<List<Run>> runs = new ReadOnlyObjectWrapper<>(List.of());
    private final Map<Tier, Cancellation> cancellations = new EnumMap<>(Tier.class);
    private final List<Runnable> afterAll = new ArrayList<>();
    private Cancellation following = new Cancellation();

    /** @param begins run before a release begins here */
    Releases(Background background, Runnable begins) {
        this.background = background;
        this.begins = begins;
    }

    /** The runs of this console, the newest first; one that ended stays until the next, or until {@link #forget}. */
    public ReadOnlyObjectProperty<List<Run>> runsProperty() {
        return runs.getReadOnlyProperty();
    }

    public Optional<Run> run(Tier tier) {
        return runs.get().stream().filter(run -> run.tier() == tier).findFirst();
    }

    /** Whether one is being run here. */
    public boolean busy() {
        return runs.get().stream().anyMatch(Run::busy);
    }

    /** Carries a plan out; does nothing while the tier's release runs here. */
    public void start(TargetOperations target, ReleasePlan plan) {
        begin(
                plan.tier(),
                plan.version().tag(),
                plan.kind(),
                Optional.empty(),
                (told, stop) -> target.release(plan, told, stop));
    }

    /**
     * Has a wish carried out. Where a runner is at work, here or elsewhere, it is left to it; else this console runs the release from
     * here on.
     *
     * @param failed told why it could not be had
     */
    public void steer(
            TargetOperations target,
            Release release,
            EnvironmentName environment,
            Wish wish,
            Consumer<Failure> failed) {
        if (!release.underWay()) {
            begin(
                    release.tier(),
                    release.version().tag(),
                    release.kind(),
                    Optional.of(release),
                    (told, stop) -> target.steer(environment, release.tier(), wish, told, stop));
            return;
        }
        Cancellation stop = following;
        background.run(
                () -> target.steer(environment, release.tier(), wish, told -> {}, stop), rested -> {}, failure -> {
                    if (stop == following) {
                        failed.accept(failure);
                    }
                });
    }

    /** Asks every run to stop where it is, both colours keeping their shares, and runs the action once all have come to rest. */
    public void pause(Runnable then) {
        if (!busy()) {
            then.run();
            return;
        }
        afterAll.add(then);
        runs.set(runs.get().stream().map(run -> run.busy() ? run.asked() : run).toList());
        List.copyOf(cancellations.values()).forEach(Cancellation::cancel);
    }

    /** Forgets those that ended, and stops following those of others. */
    public void forget() {
        following.cancel();
        following = new Cancellation();
        runs.set(runs.get().stream().filter(Run::busy).toList());
    }

    private void begin(Tier tier, String tag, Release.Kind kind, Optional<Release> known, Work work) {
        if (run(tier).filter(Run::busy).isPresent()) {
            return;
        }
        begins.run();
        var stop = new Cancellation();
        cancellations.put(tier, stop);
        put(new Run(tier, tag, kind, Stage.STARTING, known, Optional.empty(), false));
        Consumer<Release> told = background.newest(release -> {
            if (cancellations.get(tier) == stop) {
                run(tier).ifPresent(run -> put(run.told(Stage.RUNNING, release)));
            }
        });
        background.run(
                () -> work.apply(told, stop),
                last -> end(tier, run -> run.told(Stage.ENDED, last)),
                failure -> end(tier, run -> run.refused(failure)));
    }

    private void end(Tier tier, UnaryOperator<Run> ending) {
        cancellations.remove(tier);
        run(tier).ifPresent(run -> put(ending.apply(run)));
        if (!busy()) {
            List<Runnable> waiting = List.copyOf(afterAll);
            afterAll.clear();
            waiting.forEach(Runnable::run);
        }
    }

    private void put(Run run) {
        List<Run> now = new ArrayList<>();
        now.add(run);
        runs.get().stream().filter(other -> other.tier() != run.tier()).forEach(now::add);
        runs.set(List.copyOf(now));
    }
}
