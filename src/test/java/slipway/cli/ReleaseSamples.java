package slipway.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.GuardReading;
import slipway.model.ImageVersion;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;

/** A release of the api from 3f2c1ab on blue to 7d90e4c on green, at the points of its course. */
final class ReleaseSamples {
    static final Instant NOW = Instant.parse("2026-03-02T16:31:20Z");
    private static final ImageVersion OLD = new ImageVersion("registry/dev/api:3f2c1ab", "3f2c1ab");
    private static final ImageVersion NEW = new ImageVersion("registry/dev/api:7d90e4c", "7d90e4c");

    private ReleaseSamples() {}

    static ReleaseTerms terms(Integer... shift) {
        return new ReleaseTerms(List.of(shift), ReleaseTerms.BAKE, Duration.ofMinutes(10), false);
    }

    static ReleasePlan plan() {
        return new ReleasePlan(
                new EnvironmentName("dev"),
                Tier.API,
                Release.Kind.RELEASE,
                Colour.GREEN,
                NEW,
                OLD,
                Optional.of(Path.of("/project/api")),
                true,
                2,
                false,
                terms(25, 100),
                Duration.ofMinutes(3));
    }

    /** The steps of {@code 25,100}: so many were moved, so many of them passed. */
    static Release at(Phase phase, int moved, int passed, String reason) {
        return at(phase, terms(25, 100), moved, passed, reason, true);
    }

    static Release at(Phase phase, ReleaseTerms terms, int moved, int passed, String reason, boolean underWay) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < terms.shift().size(); i++) {
            Instant from = NOW.plusSeconds(200L * i);
            steps.add(new Step(
                    terms.shift().get(i),
                    i < moved ? Optional.of(from) : Optional.empty(),
                    i < passed ? Optional.of(from.plusSeconds(185)) : Optional.empty(),
                    i < passed ? 64 : 0));
        }
        return new Release(
                "r1",
                Tier.API,
                Release.Kind.RELEASE,
                Colour.GREEN,
                NEW,
                OLD,
                terms,
                steps,
                phase,
                "kim@desk, command line",
                underWay && phase.works(),
                NOW.minusSeconds(60),
                NOW.plusSeconds(200L * moved),
                phase == Phase.KEEPING ? Optional.of(NOW.plusSeconds(1000)) : Optional.empty(),
                reason,
                64L * passed,
                phase == Phase.RETURNED ? 21 : 0);
    }

    /** To the end without trouble. */
    static List<Release> course() {
        return List.of(
                at(Phase.PUBLISHING, 0, 0, ""),
                at(Phase.ROLLING, 0, 0, ""),
                at(Phase.TESTING, 0, 0, ""),
                at(Phase.SHIFTING, 1, 0, ""),
                at(Phase.SHIFTING, 1, 1, ""),
                at(Phase.KEEPING, 2, 1, ""),
                at(Phase.KEEPING, 2, 2, ""),
                at(Phase.RETIRING, 2, 2, ""),
                at(Phase.DONE, 2, 2, ""));
    }

    static ReleaseStatus status() {
        return of(Optional.empty(), NextAction.NONE);
    }

    static ReleaseStatus of(Release release, NextAction next) {
        return of(Optional.of(release), next);
    }

    private static ReleaseStatus of(Optional<Release> release, NextAction next) {
        var figure = new GuardReading.Figure(
                "dev-api-green-5xx", "5xx of green", OptionalDouble.empty(), 5, "%", true, false);
        var guard = new GuardReading(
                "dev-api-green-guard", GuardReading.State.QUIET, List.of(figure), Duration.ofMinutes(3), NOW);
        return new ReleaseStatus(
                new EnvironmentName("dev"),
                List.of(new TierRelease(Tier.API, release, Optional.of(guard), Optional.of(OLD), next)),
                List.of(),
                NOW);
    }
}
