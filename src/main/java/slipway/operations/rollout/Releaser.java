package slipway.operations.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ImageVersion;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.Tier;
import slipway.operations.rollout.ReleaseLedger.Wished;
import slipway.operations.traffic.TrafficLock;
import slipway.operations.traffic.TrafficWriter;

/**
 * Releases a version of a tier: publishes it, rolls the idle colour, tests it, moves weight step by step, goes back by itself when the
 * guard fires, and retires the colour that served before. Every method blocks; call them off the user interface's thread.
 */
public final class Releaser {
    /** A runner that only waits for a deadline gives way within this, real time. */
    private static final Duration GIVES_WAY = Duration.ofSeconds(20);

    private final Cloud cloud;
    private final Timer timer;
    private final InstantSource clock;
    private final TrafficWriter writer;
    private final ReleasePlanner planner;

    /**
     * @param clock real time
     * @param with the tool, in a word or two: {@code command line}
     */
    public Releaser(Cloud cloud, Timer timer, InstantSource clock, String with) {
        this.cloud = cloud;
        this.timer = timer;
        this.clock = clock;
        this.writer = TrafficWriter.here(with);
        this.planner = new ReleasePlanner(cloud, timer, clock);
    }

    /**
     * What a release would do. Reads only, but for hashing the folder.
     *
     * @throws FailureException {@code NotFound} for an environment or an image that is not there; {@code Rejected} for steps
     *     or times that cannot be, with the figure that can
     * @throws slipway.model.TrafficRefusedException when the environment is not in a state to be released into: another release is on,
     *     both colours have weight, the environment is being deployed
     */
    public ReleasePlan plan(ReleaseRequest request) {
        return planner.plan(request);
    }

    /**
     * Carries the plan out. Ends when the old colour is retired, or where it stopped: see the phase and the reason.
     *
     * @param progress told each new state, one at a time
     * @param cancellation pauses it: the weights stay where they are, and it can be continued; while the old colour is only kept, it
     *     leaves the rest to whoever continues it
     * @throws slipway.model.TrafficRefusedException when somebody else holds the weights, or the tier is not as the plan found it:
     *     nothing was changed
     * @throws FailureException when the version does not come up, or the target refuses a step; the record tells where it stands
     */
    public Release release(ReleasePlan plan, Consumer<Release> progress, Cancellation cancellation) {
        ReleaseLedger ledger = ledger(plan.environment(), plan.tier());
        giveWay(ledger, cancellation);
        ReleasePlanner.Standing standing = planner.standing(plan.environment(), plan.tier());
        standing.require();
        var release = new Release(
                UUID.randomUUID().toString().substring(0, 8),
                plan.tier(),
                plan.kind(),
                plan.colour(),
                plan.version(),
                plan.previous(),
                plan.terms(),
                plan.terms().shift().stream()
                        .map(percent -> new Step(percent, Optional.empty(), Optional.empty(), 0))
                        .toList(),
                Phase.PUBLISHING,
                writer.owner(),
                true,
                cloud.now(),
                cloud.now(),
                Optional.empty(),
                "",
                0,
                0);
        // Refused before anything is noted, where somebody holds the weights.
        var lock = new TrafficLock(cloud, plan.environment());
        lock.giveBack(lock.take(writer, CloudStage.purpose(release), false));
        List<ImageVersion> served = new ArrayList<>(standing.served());
        if (!plan.previous().isNone() && !served.contains(plan.previous())) {
            served.addFirst(plan.previous());
        }
        var entry = new ReleaseLedger.Entry(release, List.copyOf(served), writer.runner(), true);
        ledger.forgetWish();
        ledger.write(entry);
        progress.accept(release);
        return run(plan.environment(), ledger, entry, plan.from(), Optional.empty(), progress, cancellation);
    }

    private Release run(
            EnvironmentName environment,
            ReleaseLedger ledger,
            ReleaseLedger.Entry entry,
            Optional<Path> from,
            Optional<Wished> wished,
            Consumer<Release> progress,
            Cancellation cancellation) {
        try (var book = new ReleaseBook(ledger, timer, cloud::now, entry, progress);
                var stage = new CloudStage(cloud, timer, clock, environment, writer, entry.release(), from)) {
            return new ReleaseRun(book, stage, timer, cancellation).carryOut(wished);
        }
    }

    /** A runner that only keeps the old colour until its deadline makes way for the next release. */
    private void giveWay(ReleaseLedger ledger, Cancellation cancellation) {
        Optional<Release> newest = ledger.read().map(ReleaseLedger.Entry::release);
        if (newest.filter(Release::underWay)
                .filter(release -> release.phase() == Phase.KEEPING)
                .isEmpty()) {
            return;
        }
        ledger.wish(newest.get().id(), Wish.PAUSE, writer.owner());
        Duration pace = Duration.ofMillis(500);
        var poller = new Poller(timer, cancellation);
        for (long left = GIVES_WAY.dividedBy(pace); left > 0; left--) {
            if (ledger.read().filter(entry -> entry.release().underWay()).isEmpty() || !poller.pause(pace)) {
                break;
            }
        }
        ledger.forgetWish();
    }

    /**
     * Has a wish carried out: by the release's runner where one is at work, or else here. Ends when the release has come to rest; a
     * runner elsewhere is followed until then, also by the wish to continue what goes on already.
     *
     * @param cancellation ends the following, or pauses the release when it is carried out here
     * @throws FailureException {@code NotFound} when the tier has no release, {@code Rejected} for a wish that it cannot be given as it
     *     stands
     * @throws slipway.model.TrafficRefusedException when somebody else holds the weights
     */
    public Release steer(
            EnvironmentName environment, Tier tier, Wish wish, Consumer<Release> progress, Cancellation cancellation) {
        ReleaseLedger ledger = ledger(environment, tier);
        ReleaseLedger.Entry entry = ledger.read()
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "The " + tier.label() + " of " + environment + " has no release: slipway release begins one.",
                        "")));
        Release release = entry.release();
        // It does go on: whoever asks for that sees how.
        boolean goesOn = wish == Wish.CONTINUE && release.underWay();
        if (!goesOn && !release.wishes().contains(wish)) {
            throw new FailureException(new Failure.Rejected(refusal(release, wish), ""));
        }
        if (release.underWay()) {
            if (!goesOn) {
                ledger.wish(release.id(), wish, writer.owner());
            }
            Release followed = follow(ledger, release, progress, cancellation);
            if (!followed.isInterrupted() || !followed.wishes().contains(wish) || cancellation.isRequested()) {
                return followed;
            }
            // Its runner went before it heard of the wish.
            entry = ledger.read().orElse(entry);
        }
        ledger.forgetWish();
        var mine = new ReleaseLedger.Entry(by(entry.release(), writer.owner()), entry.served(), writer.runner(), true);
        ledger.write(mine);
        progress.accept(mine.release());
        return run(
                environment,
                ledger,
                mine,
                Optional.empty(),
                Optional.of(new Wished(wish, writer.owner())),
                progress,
                cancellation);
    }

    private static String refusal(Release release, Wish wish) {
        String deed = wish.name().toLowerCase(Locale.ROOT);
        String can = String.join(
                ", ",
                release.wishes().stream()
                        .map(other -> other.name().toLowerCase(Locale.ROOT))
                        .toList());
        return "The " + release.name() + " cannot be told to " + deed
                + ": it is "
                + (release.isInterrupted() ? "interrupted" : release.phase().words())
                + (can.isEmpty() ? ", and nothing is left to do." : ". It can be told to " + can + ".");
    }

    private Release follow(
            ReleaseLedger ledger, Release release, Consumer<Release> progress, Cancellation cancellation) {
        var poller = new Poller(timer, cancellation);
        Duration pace = cloud.target() instanceof Target.Local ? Duration.ofMillis(500) : Duration.ofSeconds(3);
        Release told = release;
        while (true) {
            Release now = ledger.read()
                    .map(ReleaseLedger.Entry::release)
                    .filter(newest -> newest.id().equals(release.id()))
                    .orElse(told);
            if (!now.equals(told)) {
                progress.accept(now);
                told = now;
            }
            if (!now.underWay() || !poller.pause(pace)) {
                return now;
            }
        }
    }

    private static Release by(Release release, String who) {
        return new Release(
                release.id(),
                release.tier(),
                release.kind(),
                release.colour(),
                release.version(),
                release.previous(),
                release.terms(),
                release.steps(),
                release.phase(),
                who,
                true,
                release.began(),
                release.changed(),
                release.retireAt(),
                release.reason(),
                release.requests(),
                release.failed());
    }

    /**
     * Retires a colour without weight: no task stays.
     *
     * @throws slipway.model.TrafficRefusedException for a colour that has weight, and when somebody else holds the weights
     */
    public void retire(EnvironmentName environment, Tier tier, Colour colour, Cancellation cancellation) {
        planner.retire(environment, tier, colour, writer, cancellation);
    }

    /** The newest release of a tier, with whether somebody is at work on it. Reads only. */
    public Optional<Release> newest(EnvironmentName environment, Tier tier) {
        return ledger(environment, tier).read().map(ReleaseLedger.Entry::release);
    }

    private ReleaseLedger ledger(EnvironmentName environment, Tier tier) {
        return new ReleaseLedger(cloud, clock, environment, tier);
    }
}
