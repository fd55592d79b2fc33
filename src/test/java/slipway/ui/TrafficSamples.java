package slipway.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.NullMarked;
import slipway.model.Colour;
import slipway.model.ObservedSplit;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficMove.Outcome;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.ColourTraffic;
import slipway.model.TrafficStatus.Rule;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;

/** Traffic as a test wants it. */
@NullMarked
public final class TrafficSamples {
    public static final Instant NOW = Samples.at(7200);
    private static final String KIM = "kim@desk, slider";

    private TrafficSamples() {}

    /** Both tiers on blue, green empty. */
    public static TrafficStatus idle() {
        return status(List.of(client(), emptyGreen(Tier.API)), Optional.empty(), List.of());
    }

    /** The api at 75 : 25, counted for three minutes. */
    public static TrafficStatus split() {
        return split(new TrafficLedger.InSync(), List.of());
    }

    public static TrafficStatus split(TrafficLedger ledger, List<TrafficGuard> guards) {
        return status(
                List.of(client(), api(new Weights(75, 25), ledger, guards, Optional.of(counted(3393, 1143)))),
                Optional.empty(),
                moves());
    }

    /** The api on blue, green ready to take requests. */
    public static TrafficStatus ready(TrafficGuard... guards) {
        return status(
                List.of(
                        client(),
                        api(
                                new Weights(100, 0),
                                new TrafficLedger.InSync(),
                                List.of(guards),
                                Optional.of(counted(2210, 0)))),
                Optional.empty(),
                moves().subList(1, 3));
    }

    public static TrafficStatus drifted() {
        return split(new TrafficLedger.Drifted(new Weights(100, 0), Optional.of("ana@laptop, slider")), List.of());
    }

    public static TrafficStatus settling() {
        return split(new TrafficLedger.Settling(Optional.of(KIM)), List.of());
    }

    public static TrafficStatus heldByAnother() {
        return heldBy("ana@laptop, command line");
    }

    /** A release of this machine moves the api, at 75 : 25. */
    public static TrafficStatus releasing() {
        return heldBy("kim@desk, console");
    }

    /** The api on green, blue still there. */
    public static TrafficStatus released() {
        return status(
                List.of(
                        client(),
                        api(new Weights(0, 100), new TrafficLedger.InSync(), List.of(), Optional.of(counted(0, 1210)))),
                Optional.empty(),
                moves());
    }

    /** Green has a share and lost its targets. */
    public static TrafficStatus greenFailed() {
        return split(new TrafficLedger.InSync(), List.of(new TrafficGuard.NoHealthyTarget(Tier.API, Colour.GREEN, 2)));
    }

    public static TrafficStatus heldBy(String owner) {
        TrafficStatus split = split();
        return new TrafficStatus(
                split.environment(),
                split.tiers(),
                Optional.of(new TrafficLease(
                        "a1b2c3d4", owner, "move api to 75/25", NOW.minusSeconds(95), NOW.plusSeconds(505), false)),
                split.history(),
                split.unread(),
                split.readAt());
    }

    public static TrafficStatus status(
            List<TierTraffic> tiers, Optional<TrafficLease> lock, List<TrafficMove> history) {
        return new TrafficStatus(Samples.DEV, tiers, lock, history, List.of(), NOW);
    }

    public static ObservedSplit counted(long blue, long green) {
        return new ObservedSplit(NOW.minusSeconds(200), NOW.minusSeconds(20), blue, green);
    }

    private static TierTraffic client() {
        return emptyGreen(Tier.CLIENT);
    }

    private static TierTraffic emptyGreen(Tier tier) {
        return new TierTraffic(
                tier,
                rule(tier),
                tier == Tier.API,
                new Weights(100, 0),
                colour(Colour.BLUE, tier, 100, "3f2c1ab", 2, 2, 42.0),
                new ColourTraffic(
                        Colour.GREEN,
                        0,
                        "dev-" + tier.label() + "-green",
                        "",
                        null,
                        0,
                        0,
                        0,
                        0,
                        OptionalDouble.of(0),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()),
                new TrafficLedger.InSync(),
                List.of(new TrafficGuard.NoHealthyTarget(tier, Colour.GREEN, 0)),
                Optional.of(counted(8400, 0)));
    }

    private static TierTraffic api(
            Weights weights, TrafficLedger ledger, List<TrafficGuard> guards, Optional<ObservedSplit> observed) {
        return new TierTraffic(
                Tier.API,
                rule(Tier.API),
                true,
                weights,
                colour(Colour.BLUE, Tier.API, weights.blue(), "3f2c1ab", 3, 2, 31.5),
                colour(Colour.GREEN, Tier.API, weights.green(), "7d90e4c", 2, 2, weights.green() == 0 ? 0 : 10.5),
                ledger,
                guards,
                observed);
    }

    private static Rule rule(Tier tier) {
        return new Rule("arn:rule/" + tier.label(), tier == Tier.API ? "ApiRule" : "ClientRule", "1000");
    }

    private static ColourTraffic colour(
            Colour colour, Tier tier, int weight, String tag, int desired, int healthy, double rate) {
        boolean asked = rate > 0;
        return new ColourTraffic(
                colour,
                weight,
                "dev-" + tier.label() + "-" + colour.label(),
                tag,
                NOW.minus(colour == Colour.BLUE ? Duration.ofMinutes(130) : Duration.ofMinutes(6)),
                desired,
                desired,
                desired,
                healthy,
                OptionalDouble.of(rate),
                asked ? OptionalDouble.of(0) : OptionalDouble.empty(),
                asked ? OptionalDouble.of(colour == Colour.BLUE ? 96 : 58) : OptionalDouble.empty(),
                asked ? OptionalDouble.of(colour == Colour.BLUE ? 212 : 104) : OptionalDouble.empty());
    }

    public static List<TrafficMove> moves() {
        return List.of(
                move(200, KIM, 0, 25, "set by hand", Outcome.SETTLED),
                move(9877, "ana@laptop, command line", 25, 0, "abort", Outcome.SETTLED),
                move(10_086, KIM, 0, 25, "set by hand", Outcome.REPAIRED));
    }

    private static TrafficMove move(long ago, String who, int from, int to, String why, Outcome outcome) {
        return new TrafficMove(
                NOW.minusSeconds(ago), who, Tier.API, Weights.green(from), Weights.green(to), why, outcome);
    }
}
