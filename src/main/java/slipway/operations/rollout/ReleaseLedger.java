package slipway.operations.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.ImageVersion;
import slipway.model.Release;
import slipway.model.Release.Kind;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;
import slipway.model.Release.Wish;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.Runner;
import slipway.operations.ParameterJson;
import slipway.operations.Parameters;

/** A tier's newest release and what is wished of it, in two SSM parameters beside the lock. */
final class ReleaseLedger {
    /** As many versions as served last are remembered, so that a rollback knows where to. */
    static final int SERVED = 8;

    private final Parameters parameters;
    private final InstantSource clock;
    private final String name;
    private final String wishName;

    /** @param clock real time */
    ReleaseLedger(Cloud cloud, InstantSource clock, EnvironmentName environment, Tier tier) {
        this.parameters = new Parameters(cloud);
        this.clock = clock;
        this.name = "/" + environment + "/release-" + tier.label();
        this.wishName = name + "-wish";
    }

    private record KeptStep(
            int percent, @Nullable Instant moved, @Nullable Instant passed, long requests) {}

    private record Kept(
            String id,
            Tier tier,
            Kind kind,
            Colour colour,
            ImageVersion version,
            ImageVersion previous,
            long bakeSeconds,
            long keepSeconds,
            boolean sendsTraffic,
            List<KeptStep> steps,
            Phase phase,
            String who,
            Runner runner,
            boolean atWork,
            Instant heartbeat,
            Instant began,
            Instant changed,
            @Nullable Instant retireAt,
            String reason,
            long requests,
            long failed,
            List<ImageVersion> served) {}

    private record KeptWish(String release, Wish wish, String by) {}

    /**
     * What the ledger holds.
     *
     * @param served the versions that had everything, newest first; the live one among them
     * @param runner who works on it, or did last
     * @param atWork whether the runner has not said that it left
     */
    record Entry(Release release, List<ImageVersion> served, Runner runner, boolean atWork) {
        /** The version that served before this one. */
        Optional<ImageVersion> before(ImageVersion live) {
            return served.stream()
                    .filter(version -> !version.isNone() && !version.image().equals(live.image()))
                    .findFirst();
        }
    }

    /** What somebody wishes of a release. */
    record Wished(Wish wish, String by) {}

    Optional<Entry> read() {
        return parameters.value(name).map(this::entry);
    }

    private Entry entry(String text) {
        Kept kept = Parameters.parsed(name, text, Kept.class);
        List<Step> steps = kept.steps().stream()
                .map(step -> new Step(
                        step.percent(),
                        Optional.ofNullable(step.moved()),
                        Optional.ofNullable(step.passed()),
                        step.requests()))
                .toList();
        boolean underWay = kept.phase().works()
                && kept.atWork()
                && DeploymentLedger.isAtWork(kept.id(), kept.runner(), kept.heartbeat(), clock.instant());
        return new Entry(
                new Release(
                        kept.id(),
                        kept.tier(),
                        kept.kind(),
                        kept.colour(),
                        kept.version(),
                        kept.previous(),
                        new ReleaseTerms(
                                steps.stream().map(Step::percent).toList(),
                                Duration.ofSeconds(kept.bakeSeconds()),
                                Duration.ofSeconds(kept.keepSeconds()),
                                kept.sendsTraffic()),
                        steps,
                        kept.phase(),
                        kept.who(),
                        underWay,
                        kept.began(),
                        kept.changed(),
                        Optional.ofNullable(kept.retireAt()),
                        kept.reason(),
                        kept.requests(),
                        kept.failed()),
                kept.served(),
                kept.runner(),
                kept.atWork());
    }

    /** Replaces what was there; says too that the runner is alive. */
    void write(Entry entry) {
        Release release = entry.release();
        parameters.replace(
                name,
                ParameterJson.text(new Kept(
                        release.id(),
                        release.tier(),
                        release.kind(),
                        release.colour(),
                        release.version(),
                        release.previous(),
                        release.terms().bake().toSeconds(),
                        release.terms().keep().toSeconds(),
                        release.terms().sendsTraffic(),
                        release.steps().stream()
                                .map(step -> new KeptStep(
                                        step.percent(),
                                        step.moved().orElse(null),
                                        step.passed().orElse(null),
                                        step.requests()))
                                .toList(),
                        release.phase(),
                        release.who(),
                        entry.runner(),
                        entry.atWork(),
                        clock.instant(),
                        release.began(),
                        release.changed(),
                        release.retireAt().orElse(null),
                        release.reason(),
                        release.requests(),
                        release.failed(),
                        entry.served().stream().limit(SERVED).toList())));
    }

    /** Leaves a wish for the release's runner, in the place of an older one. */
    void wish(String release, Wish wish, String by) {
        parameters.replace(wishName, ParameterJson.text(new KeptWish(release, wish, by)));
    }

    /** What is wished of this release. */
    Optional<Wished> wished(String release) {
        return parameters
                .value(wishName)
                .map(text -> Parameters.parsed(wishName, text, KeptWish.class))
                .filter(kept -> kept.release().equals(release))
                .map(kept -> new Wished(kept.wish(), kept.by()));
    }

    void forgetWish() {
        parameters.remove(wishName);
    }
}
