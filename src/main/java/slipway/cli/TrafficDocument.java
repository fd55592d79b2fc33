package slipway.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.model.Failure;
import slipway.model.ObservedSplit;
import slipway.model.ReleaseStatus;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.ColourTraffic;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;

/**
 * An environment's traffic as JSON, for {@code traffic show --output json}. Instants are ISO 8601 in UTC, of the target's clock.
 *
 * @param tiers those that have a weighted rule; empty before the traffic stack exists
 * @param lock who may move weights; null when nobody holds it
 * @param history the last moves, newest first, fifty at most
 * @param releases each tier's newest release, and what to do about the tier
 * @param unread what may not be read
 */
record TrafficDocument(
        String environment,
        List<Tier> tiers,
        @Nullable Lock lock,
        List<Move> history,
        List<ReleaseDocument.OfTier> releases,
        List<Unread> unread,
        Instant readAt) {

    /**
     * @param tier client or api
     * @param rule the listener rule: arn, logicalName in the traffic stack, priority
     * @param scheme of its balancer: internal or internet-facing
     * @param weights of the live rule: blue, green
     * @param guards what stands in the way of a move
     * @param observed what the balancer counted since the last move; null while it may not be read
     */
    record Tier(
            String tier,
            TrafficStatus.Rule rule,
            String scheme,
            Weights weights,
            TierLedger ledger,
            List<Colour> colours,
            List<Guard> guards,
            @Nullable Observed observed) {}

    /**
     * @param colour blue or green
     * @param service its ECS service; empty when there is none
     * @param tag the image's; empty when the colour has none
     * @param deployed since when its primary deployment runs; null when none does
     * @param targets registered with its target group
     * @param requestsPerSecond of real time, in the newest measured minute; null while unknown
     * @param errorShare answered with 5xx, 0 to 1; null without requests
     */
    record Colour(
            String colour,
            int weight,
            double share,
            String service,
            String tag,
            @Nullable Instant deployed,
            int desired,
            int running,
            int targets,
            int healthy,
            @Nullable Double requestsPerSecond,
            @Nullable Double errorShare,
            @Nullable Double p50Millis,
            @Nullable Double p95Millis) {}

    /**
     * How a tier's parameters in the traffic stack stand to its live rule.
     *
     * @param state in_sync, settling or drifted
     * @param words the state for people
     * @param recorded what the parameters say; null unless drifted
     * @param by who is settling, or who moved last; null when unknown
     */
    record TierLedger(
            String tier,
            String state,
            String words,
            @Nullable Weights recorded,
            @Nullable String by) {
        static TierLedger of(slipway.model.Tier tier, TrafficLedger ledger) {
            return switch (ledger) {
                case TrafficLedger.InSync _ -> new TierLedger(tier.label(), "in_sync", ledger.words(), null, null);
                case TrafficLedger.Settling settling ->
                    new TierLedger(
                            tier.label(),
                            "settling",
                            ledger.words(),
                            null,
                            settling.by().orElse(null));
                case TrafficLedger.Drifted drifted ->
                    new TierLedger(
                            tier.label(),
                            "drifted",
                            ledger.words(),
                            drifted.recorded(),
                            drifted.by().orElse(null));
            };
        }
    }

    /**
     * @param kind no_healthy_target, sticky, lock_held, deployment_running, nothing_weighted, weighted or not_releasable
     * @param colour that it concerns; null when it concerns the whole rule
     * @param forbids whether nothing lifts it; otherwise --force or --take-over does
     */
    record Guard(String kind, @Nullable String colour, boolean forbids, String words) {
        static Guard of(TrafficGuard guard) {
            return switch (guard) {
                case TrafficGuard.NoHealthyTarget none ->
                    of("no_healthy_target", none.colour().label(), guard);
                case TrafficGuard.NothingWeighted _ -> of("nothing_weighted", null, guard);
                case TrafficGuard.Weighted weighted ->
                    of("weighted", weighted.colour().label(), guard);
                case TrafficGuard.NotReleasable _ -> of("not_releasable", null, guard);
                case TrafficGuard.Sticky _ -> of("sticky", null, guard);
                case TrafficGuard.LockHeld _ -> of("lock_held", null, guard);
                case TrafficGuard.DeploymentRunning running ->
                    of("deployment_running", running.colour().label(), guard);
            };
        }

        private static Guard of(String kind, @Nullable String colour, TrafficGuard guard) {
            return new Guard(kind, colour, guard.forbids(), guard.words());
        }
    }

    /**
     * @param since counted from the first whole minute after the move
     * @param asOf up to the end of the last minute that was measured
     * @param blue requests
     * @param green requests
     * @param greenShare 0 to 1; null while none was counted
     */
    record Observed(
            Instant since,
            Instant asOf,
            long blue,
            long green,
            @Nullable Double greenShare) {
        static Observed of(ObservedSplit split) {
            return new Observed(
                    split.since(),
                    split.asOf(),
                    split.blue(),
                    split.green(),
                    split.isEmpty() ? null : split.share(slipway.model.Colour.GREEN));
        }
    }

    /** @param abandoned whether its process is gone */
    record Lock(String owner, String purpose, Instant since, Instant expires, boolean abandoned) {
        static Lock of(TrafficLease lease) {
            return new Lock(lease.owner(), lease.purpose(), lease.since(), lease.expires(), lease.abandoned());
        }
    }

    /**
     * A move; also what {@code set}, {@code promote} and {@code abort} print.
     *
     * @param outcome settled, repaired, overtaken or unsettled
     */
    record Move(Instant at, String who, String tier, Weights from, Weights to, String why, String outcome) {
        static Move of(TrafficMove move) {
            return new Move(
                    move.at(),
                    move.who(),
                    move.tier().label(),
                    move.from(),
                    move.to(),
                    move.why(),
                    move.outcome().name().toLowerCase(Locale.ROOT));
        }
    }

    record Unread(String part, String permission, String message) {}

    /** @param options what a proposed command must repeat, each option after a space */
    static TrafficDocument of(TrafficStatus status, ReleaseStatus releases, String options) {
        return new TrafficDocument(
                status.environment().value(),
                status.tiers().stream().map(TrafficDocument::tier).toList(),
                status.lock().map(Lock::of).orElse(null),
                status.history().stream().map(Move::of).toList(),
                releases.tiers().stream()
                        .map(tier -> ReleaseDocument.OfTier.of(tier, options))
                        .toList(),
                Stream.concat(status.unread().stream(), releases.unread().stream())
                        .map(part -> new Unread(
                                part.part(),
                                part.failure() instanceof Failure.Denied denied ? denied.permission() : "",
                                part.failure().message()))
                        .toList(),
                status.readAt());
    }

    private static Tier tier(TierTraffic tier) {
        return new Tier(
                tier.tier().label(),
                tier.rule(),
                tier.internal() ? "internal" : "internet-facing",
                tier.weights(),
                TierLedger.of(tier.tier(), tier.ledger()),
                Stream.of(tier.blue(), tier.green())
                        .map(colour -> colour(colour, tier.weights()))
                        .toList(),
                tier.guards().stream().map(Guard::of).toList(),
                tier.observed().map(Observed::of).orElse(null));
    }

    private static Colour colour(ColourTraffic colour, Weights weights) {
        return new Colour(
                colour.colour().label(),
                colour.weight(),
                weights.share(colour.colour()),
                colour.service(),
                colour.tag(),
                colour.deployed(),
                colour.desired(),
                colour.running(),
                colour.targets(),
                colour.healthy(),
                value(colour.requestsPerSecond()),
                value(colour.errorShare()),
                value(colour.p50Millis()),
                value(colour.p95Millis()));
    }

    private static @Nullable Double value(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
