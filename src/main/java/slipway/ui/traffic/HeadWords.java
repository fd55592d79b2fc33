package slipway.ui.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.model.Colour;
import slipway.model.Tier;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;
import slipway.ui.controls.Phrases;

/** The panel's headline: how the requests are divided now. */
final class HeadWords {
    private HeadWords() {}

    static String headline(TrafficStatus status) {
        List<TierTraffic> split = status.tiers().stream()
                .filter(tier ->
                        tier.weights().share(Colour.BLUE) > 0 && tier.weights().share(Colour.GREEN) > 0)
                .toList();
        if (split.isEmpty()) {
            return whole(status);
        }
        List<String> words = new ArrayList<>();
        for (TierTraffic tier : split) {
            Colour fresh = status.old(tier.tier()).other();
            words.add(tier.tier().label() + " gives " + fresh.label() + " "
                    + Math.round(tier.weights().share(fresh) * Weights.WHOLE) + " %");
        }
        return String.join(", ", words.reversed());
    }

    private static String whole(TrafficStatus status) {
        List<Colour> colours = status.tiers().stream()
                .map(tier -> tier.weights().share(Colour.GREEN) > 0 ? Colour.GREEN : Colour.BLUE)
                .toList();
        if (colours.stream().distinct().count() == 1) {
            return "All traffic is on " + colours.getFirst().label();
        }
        List<String> words = new ArrayList<>();
        for (TierTraffic tier : status.tiers()) {
            words.add(tier.tier().label() + " is on " + (tier.weights().share(Colour.GREEN) > 0 ? "green" : "blue"));
        }
        return String.join(", ", words);
    }

    static String subline(TrafficStatus status) {
        Optional<TrafficMove> last = status.history().stream().findFirst();
        return last.map(move -> "last moved " + Phrases.clock(move.at()) + " by " + move.who())
                .orElse(status.tiers().isEmpty() ? "" : "never moved since it was deployed");
    }

    /** {@code api}, the tier that calls for more attention, comes first. */
    static List<Tier> order() {
        return List.of(Tier.API, Tier.CLIENT);
    }
}
