package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus.Unread;

/**
 * An environment's traffic at one moment: what the live rules do, and what came of it.
 *
 * @param tiers those that have a rule; empty before the traffic stack exists
 * @param lock who may move weights; absent when nobody holds it
 * @param history newest first, at most fifty
 * @param unread what could not be read, while the rest could
 * @param readAt cloud time
 */
public record TrafficStatus(
        EnvironmentName environment,
        List<TierTraffic> tiers,
        Optional<TrafficLease> lock,
        List<TrafficMove> history,
        List<Unread> unread,
        Instant readAt) {

    /**
     * @param rule the listener rule that carries the weights
     * @param internal the scheme of its balancer: internal, or facing the internet
     * @param weights the live rule's
     * @param guards what stands in the way of moving this tier's weights at all, or of giving one of its colours any
     * @param observed absent while the balancer's figures cannot be read
     */
    public record TierTraffic(
            Tier tier,
            Rule rule,
            boolean internal,
            Weights weights,
            ColourTraffic blue,
            ColourTraffic green,
            TrafficLedger ledger,
            List<TrafficGuard> guards,
            Optional<ObservedSplit> observed) {
        public ColourTraffic of(Colour colour) {
            return colour == Colour.BLUE ? blue : green;
        }

        /** The guard that forbids this colour any weight, if one does. */
        public Optional<TrafficGuard> forbids(Colour colour) {
            return guards.stream()
                    .filter(guard -> guard instanceof TrafficGuard.NoHealthyTarget none && none.colour() == colour)
                    .findFirst();
        }
    }

    /**
     * @param logicalName in the traffic stack's template: {@code ApiRule}
     * @param priority AWS's: a number, or {@code default}
     */
    public record Rule(String arn, String logicalName, String priority) {}

    /**
     * Rates and times are of the newest whole minute that has any, rates per real second.
     *
     * @param service its ECS service; empty when there is none
     * @param tag the image's tag; empty when the colour has none
     * @param deployed since when its primary deployment runs
     * @param targets registered with its target group, draining ones too
     * @param healthy of them
     * @param requestsPerSecond absent while unknown; 0 when nobody asked
     * @param errorShare requests answered with 5xx, 0 to 1; absent without requests
     * @param p50Millis half of the requests were answered within this; absent without requests
     * @param p95Millis 95 % were
     */
    public record ColourTraffic(
            Colour colour,
            int weight,
            String service,
            String tag,
            @Nullable Instant deployed,
            int desired,
            int running,
            int targets,
            int healthy,
            OptionalDouble requestsPerSecond,
            OptionalDouble errorShare,
            OptionalDouble p50Millis,
            OptionalDouble p95Millis) {}

    public Optional<TierTraffic> tier(Tier tier) {
        return tiers.stream().filter(candidate -> candidate.tier() == tier).findFirst();
    }

    /** The newest move of a tier. */
    public Optional<TrafficMove> lastMove(Tier tier) {
        return history.stream().filter(move -> move.tier() == tier).findFirst();
    }

    /**
     * The colour that a promotion would leave and an abort goes back to: the one that had everything last; where nobody ever had, the
     * one with the larger weight, blue when they are equal.
     */
    public Colour old(Tier tier) {
        Weights now = tier(tier).map(TierTraffic::weights).orElse(Weights.all(Colour.BLUE));
        for (Colour colour : Colour.values()) {
            if (now.share(colour) == 1) {
                return colour;
            }
        }
        for (TrafficMove move : history) {
            if (move.tier() != tier) {
                continue;
            }
            for (Weights weights : List.of(move.to(), move.from())) {
                for (Colour colour : Colour.values()) {
                    if (weights.share(colour) == 1) {
                        return colour;
                    }
                }
            }
        }
        return now.green() > now.blue() ? Colour.GREEN : Colour.BLUE;
    }
}
