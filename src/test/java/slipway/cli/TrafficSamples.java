package slipway.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.ObservedSplit;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.ColourTraffic;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;

/** Traffic in the middle of a release of the api. */
final class TrafficSamples {
    static final EnvironmentName DEV = new EnvironmentName("dev");
    static final Instant NOW = Instant.parse("2026-03-02T16:31:20Z");
    static final TrafficGuard EMPTY_GREEN = new TrafficGuard.NoHealthyTarget(Tier.CLIENT, Colour.GREEN, 0);

    private TrafficSamples() {}

    /** The api is at 70/30, the client at 100/0 with nothing in green. */
    static TrafficStatus shifting() {
        return with(List.of(move(Tier.API, 100, 0, 70, 30, "set by hand"), move(Tier.API, 0, 100, 100, 0, "abort")));
    }

    static TrafficStatus with(List<TrafficMove> history) {
        return new TrafficStatus(DEV, List.of(client(), api()), Optional.empty(), history, List.of(), NOW);
    }

    static TrafficMove move(Tier tier, int blue, int green, int toBlue, int toGreen, String why) {
        return new TrafficMove(
                NOW.minusSeconds(300),
                "kim@desk, slider",
                tier,
                new Weights(blue, green),
                new Weights(toBlue, toGreen),
                why,
                TrafficMove.Outcome.SETTLED);
    }

    private static TierTraffic client() {
        return new TierTraffic(
                Tier.CLIENT,
                new TrafficStatus.Rule("arn:client", "ClientRule", "1000"),
                false,
                new Weights(100, 0),
                colour(Tier.CLIENT, Colour.BLUE, 100, 2),
                colour(Tier.CLIENT, Colour.GREEN, 0, 0),
                new TrafficLedger.InSync(),
                List.of(EMPTY_GREEN),
                Optional.empty());
    }

    private static TierTraffic api() {
        return new TierTraffic(
                Tier.API,
                new TrafficStatus.Rule("arn:api", "ApiRule", "1000"),
                true,
                new Weights(70, 30),
                colour(Tier.API, Colour.BLUE, 70, 2),
                colour(Tier.API, Colour.GREEN, 30, 2),
                new TrafficLedger.InSync(),
                List.of(),
                Optional.of(new ObservedSplit(NOW.minusSeconds(280), NOW.minusSeconds(20), 691, 309)));
    }

    private static ColourTraffic colour(Tier tier, Colour colour, int weight, int tasks) {
        boolean there = tasks > 0;
        return new ColourTraffic(
                colour,
                weight,
                "dev-" + tier.label() + "-" + colour.label(),
                there ? "3f2c1ab" : "",
                there ? NOW.minusSeconds(3600) : null,
                tasks,
                tasks,
                tasks,
                tasks,
                there ? OptionalDouble.of(12.5) : OptionalDouble.empty(),
                there ? OptionalDouble.of(0.02) : OptionalDouble.empty(),
                there ? OptionalDouble.of(4.2) : OptionalDouble.empty(),
                there ? OptionalDouble.of(11) : OptionalDouble.empty());
    }
}
