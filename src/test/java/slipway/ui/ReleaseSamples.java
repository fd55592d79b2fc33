package slipway.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.NullMarked;
import slipway.model.Colour;
import slipway.model.GuardReading;
import slipway.model.ImageVersion;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.Release.Kind;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.operations.rollout.ReleaseRequest;

/** Releases of the api to green as a test wants them. */
@NullMarked
public final class ReleaseSamples {
    private static final Instant NOW = TrafficSamples.NOW;
    private static final String KIM = "kim@desk, console";
    private static final ImageVersion OLD = version("3f2c1ab");
    private static final ImageVersion FRESH = version("7d90e4c");
    private static final ReleaseTerms TERMS =
            new ReleaseTerms(List.of(5, 25, 50, 100), Duration.ofMinutes(3), Duration.ofMinutes(10), true);

    private ReleaseSamples() {}

    public static ImageVersion version(String tag) {
        return new ImageVersion("000000000000.dkr.ecr.eu-west-1.amazonaws.com/dev/api:" + tag, tag);
    }

    /** No release was ever made. */
    public static ReleaseStatus none() {
        return status(Optional.empty(), Optional.empty(), Optional.empty(), NextAction.NONE);
    }

    public static ReleaseStatus status(Release release) {
        return status(Optional.of(release), Optional.of(quiet()), Optional.empty(), NextAction.NONE);
    }

    public static ReleaseStatus status(
            Optional<Release> release,
            Optional<GuardReading> guard,
            Optional<ImageVersion> rollbackTo,
            NextAction next) {
        return new ReleaseStatus(
                Samples.DEV,
                List.of(
                        new TierRelease(Tier.API, release, guard, rollbackTo, next),
                        new TierRelease(
                                Tier.CLIENT, Optional.empty(), Optional.empty(), Optional.empty(), NextAction.NONE)),
                List.of(),
                NOW);
    }

    /** The second of four steps, 72 seconds before its end. */
    public static Release shifting() {
        return release(Phase.SHIFTING, 2, true, "", Optional.empty());
    }

    public static Release interrupted() {
        return release(Phase.SHIFTING, 2, false, "", Optional.empty());
    }

    public static Release rolling() {
        return release(Phase.ROLLING, 0, true, "", Optional.empty());
    }

    public static Release paused() {
        return release(
                Phase.PAUSED,
                2,
                false,
                "Not enough traffic: 12 requests on green in 3 minutes, 50 are needed. Continue waits on, or sends its own where"
                        + " allowed.",
                Optional.empty());
    }

    public static Release keeping() {
        return release(Phase.KEEPING, 4, true, "", Optional.of(NOW.plusSeconds(400)));
    }

    public static Release rolledBack() {
        Release release = release(
                Phase.RETURNED,
                2,
                false,
                "The guard dev-api-green-guard fired (dev-api-green-5xx: 31.4 %, allowed 5 %).",
                Optional.empty());
        return counted(release, 371, 118);
    }

    /** @param made how many steps got their share */
    private static Release release(Phase phase, int made, boolean underWay, String reason, Optional<Instant> retireAt) {
        long[] ago = {296, 108, 60, 30};
        List<Step> steps = new ArrayList<>();
        for (int index = 0; index < TERMS.shift().size(); index++) {
            boolean moved = index < made;
            boolean passed = index < made - 1 || (moved && retireAt.isPresent());
            steps.add(new Step(
                    TERMS.shift().get(index),
                    moved ? Optional.of(NOW.minusSeconds(ago[index])) : Optional.empty(),
                    passed ? Optional.of(NOW.minusSeconds(ago[index] - 20)) : Optional.empty(),
                    moved ? index == 0 ? 91 : 172 : 0));
        }
        return new Release(
                "a1b2c3d4",
                Tier.API,
                Kind.RELEASE,
                Colour.GREEN,
                FRESH,
                OLD,
                TERMS,
                steps,
                phase,
                KIM,
                underWay,
                NOW.minusSeconds(460),
                NOW.minusSeconds(40),
                retireAt,
                reason,
                made == 0 ? 0 : 263,
                0);
    }

    private static Release counted(Release of, long requests, long failed) {
        return new Release(
                of.id(),
                of.tier(),
                of.kind(),
                of.colour(),
                of.version(),
                of.previous(),
                of.terms(),
                of.steps(),
                of.phase(),
                of.who(),
                of.underWay(),
                of.began(),
                of.changed(),
                of.retireAt(),
                of.reason(),
                requests,
                failed);
    }

    public static GuardReading quiet() {
        return guard(GuardReading.State.QUIET, 0, false);
    }

    public static GuardReading firing() {
        return guard(GuardReading.State.FIRING, 31.4, true);
    }

    private static GuardReading guard(GuardReading.State state, double errors, boolean firing) {
        return new GuardReading(
                "dev-api-green-guard",
                state,
                List.of(
                        figure("dev-api-green-5xx", "5xx of green", errors, 5, "%", true, firing),
                        figure("dev-api-green-unhealthy", "unhealthy targets", 0, 1, "", true, false),
                        figure("dev-balancer-5xx", "balancer 5xx", 0, 1, "", false, false)),
                Duration.ofMinutes(2),
                NOW);
    }

    private static GuardReading.Figure figure(
            String alarm, String label, double value, double threshold, String unit, boolean guards, boolean firing) {
        return new GuardReading.Figure(alarm, label, OptionalDouble.of(value), threshold, unit, guards, firing);
    }

    /** What was asked for, of {@code 7d90e4c}, or back to {@code 3f2c1ab}. */
    public static ReleasePlan plan(ReleaseRequest request) {
        boolean back = request.source() instanceof ReleaseRequest.Source.Previous;
        return new ReleasePlan(
                request.environment(),
                request.tier(),
                back ? Kind.ROLLBACK : Kind.RELEASE,
                Colour.GREEN,
                back ? OLD : FRESH,
                back ? FRESH : OLD,
                request.source() instanceof ReleaseRequest.Source.Folder folder
                        ? Optional.of(folder.folder())
                        : Optional.empty(),
                request.source() instanceof ReleaseRequest.Source.Folder,
                2,
                false,
                new ReleaseTerms(
                        request.shift(),
                        request.bake().orElse(Duration.ofMinutes(3)),
                        request.keep().orElse(Duration.ofMinutes(10)),
                        request.sendsTraffic().orElse(true)),
                Duration.ofMinutes(2));
    }
}
