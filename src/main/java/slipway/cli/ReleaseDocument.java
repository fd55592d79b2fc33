package slipway.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.GuardReading;
import slipway.model.ImageVersion;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;

/**
 * A release as JSON: what {@code release}, {@code rollback} and the commands that steer a release print. Instants are ISO 8601 in UTC,
 * of the target's clock.
 *
 * @param tier client or api
 * @param kind release or rollback
 * @param colour that takes over
 * @param version what is released
 * @param previous what served before; null at a tier's first release
 * @param phase publishing, rolling, testing, shifting, keeping, retiring, returning, paused, done, returned or failed
 * @param underWay whether somebody is at work on it
 * @param interrupted whether its runner is gone before its work was done
 * @param percent the new colour's share by the steps
 * @param who runs it, or ran it last
 * @param changed when the phase began
 * @param retireAt when the old colour goes; null while nothing is decided
 * @param reason why it stands where it stands; empty while it is on its way
 * @param requests counted on the new colour since the first step
 * @param failed of them
 * @param wishes what it can be given as it stands: pause, continue, promote, abort
 */
record ReleaseDocument(
        String id,
        String tier,
        String kind,
        String colour,
        Version version,
        @Nullable Version previous,
        String phase,
        boolean underWay,
        boolean interrupted,
        int percent,
        List<Step> steps,
        long bakeSeconds,
        long keepSeconds,
        boolean sendsTraffic,
        String who,
        Instant began,
        Instant changed,
        @Nullable Instant retireAt,
        String reason,
        long requests,
        long failed,
        List<String> wishes) {

    record Version(String image, String tag) {
        static @Nullable Version of(ImageVersion version) {
            return version.isNone() ? null : new Version(version.image(), version.tag());
        }
    }

    /**
     * @param moved null before the rule had it
     * @param passed null before it was watched long enough
     */
    record Step(
            int percent, @Nullable Instant moved, @Nullable Instant passed, long requests) {}

    /**
     * A tier's newest release, and what to do about the tier.
     *
     * @param release null before the first
     * @param guard of the colour that the release brings, else of the live one; null where there is none
     * @param rollbackTo the tag of the version that served before; null where none is known
     * @param next null when all is as it should be
     */
    record OfTier(
            String tier,
            @Nullable ReleaseDocument release,
            @Nullable Guard guard,
            @Nullable String rollbackTo,
            @Nullable Next next) {
        static OfTier of(TierRelease tier, String options) {
            return new OfTier(
                    tier.tier().label(),
                    tier.release().map(ReleaseDocument::of).orElse(null),
                    tier.guard().map(Guard::of).orElse(null),
                    tier.rollbackTo().map(ImageVersion::tag).orElse(null),
                    Next.of(tier, options));
        }
    }

    /**
     * @param state quiet, firing or unknown
     * @param words why it fires; empty while it does not
     * @param figures what it is made of, and what is shown beside it
     */
    record Guard(String alarm, String state, String words, List<Figure> figures) {
        static Guard of(GuardReading guard) {
            return new Guard(
                    guard.alarm(),
                    word(guard.state()),
                    guard.words().orElse(""),
                    guard.figures().stream()
                            .map(figure -> new Figure(
                                    figure.alarm(),
                                    figure.label(),
                                    figure.value().isPresent() ? figure.value().getAsDouble() : null,
                                    figure.threshold(),
                                    figure.unit(),
                                    figure.guards(),
                                    figure.firing()))
                            .toList());
        }
    }

    /** @param value the newest; null without data */
    record Figure(
            String alarm,
            String label,
            @Nullable Double value,
            double threshold,
            String unit,
            boolean guards,
            boolean firing) {}

    /**
     * @param kind deploy, repair, continue, finish_move or retire
     * @param command the command that does it
     */
    record Next(String kind, String words, String command) {
        static @Nullable Next of(TierRelease tier, String options) {
            String command = ReleaseText.command(tier, options);
            return command.isEmpty()
                    ? null
                    : new Next(word(tier.next().kind()), tier.next().words(), command);
        }
    }

    /** What {@code release show} prints. */
    record OfEnvironment(String environment, List<OfTier> tiers, List<Unread> unread, Instant readAt) {
        static OfEnvironment of(ReleaseStatus status, List<TierRelease> tiers, String options) {
            return new OfEnvironment(
                    status.environment().value(),
                    tiers.stream().map(tier -> OfTier.of(tier, options)).toList(),
                    status.unread().stream().map(Unread::of).toList(),
                    status.readAt());
        }
    }

    record Unread(String part, String permission, String message) {
        static Unread of(EnvironmentStatus.Unread part) {
            return new Unread(
                    part.part(),
                    part.failure() instanceof Failure.Denied denied ? denied.permission() : "",
                    part.failure().message());
        }
    }

    static ReleaseDocument of(slipway.model.Release release) {
        return new ReleaseDocument(
                release.id(),
                release.tier().label(),
                release.kind().label(),
                release.colour().label(),
                new Version(release.version().image(), release.version().tag()),
                Version.of(release.previous()),
                word(release.phase()),
                release.underWay(),
                release.isInterrupted(),
                release.percent(),
                release.steps().stream()
                        .map(step -> new Step(
                                step.percent(),
                                step.moved().orElse(null),
                                step.passed().orElse(null),
                                step.requests()))
                        .toList(),
                release.terms().bake().toSeconds(),
                release.terms().keep().toSeconds(),
                release.terms().sendsTraffic(),
                release.who(),
                release.began(),
                release.changed(),
                release.retireAt().orElse(null),
                release.reason(),
                release.requests(),
                release.failed(),
                release.wishes().stream().map(ReleaseText::word).toList());
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
