package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.ObservedSplit;
import slipway.model.ReleaseStatus;
import slipway.model.TrafficGuard;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.ColourTraffic;
import slipway.model.TrafficStatus.TierTraffic;

/** An environment's traffic for people. */
final class TrafficText {
    private TrafficText() {}

    /** @param options what a proposed command must repeat, each option after a space */
    static List<String> lines(TrafficStatus status, ReleaseStatus releases, Target target, String options) {
        List<String> lines = new ArrayList<>();
        lines.add(status.environment() + " on " + Words.place(target) + ", read " + Words.instant(status.readAt())
                + Words.clock(target));
        if (status.tiers().isEmpty()) {
            lines.add("No rule shares requests yet; slipway deploy" + options + " deploys it.");
        }
        status.lock()
                .ifPresent(lease ->
                        lines.add("The weights are " + lease.words() + ", until " + Words.instant(lease.expires())));
        for (TierTraffic tier : status.tiers()) {
            lines.add("");
            tier(tier, lines);
            releases.tier(tier.tier()).ifPresent(release -> lines.addAll(ReleaseText.open(release, options)));
        }
        history(status.history(), lines);
        Stream.concat(status.unread().stream(), releases.unread().stream())
                .forEach(part -> lines.add(
                        "not shown: " + part.part() + ". " + part.failure().message()));
        return lines;
    }

    private static void tier(TierTraffic tier, List<String> lines) {
        lines.add(tier.tier().label() + ": " + TrafficMoveCommand.shares(tier.weights()) + "; "
                + tier.ledger().words());
        lines.add("rule " + tier.rule().logicalName() + ", priority "
                + tier.rule().priority() + ", of the " + (tier.internal() ? "internal" : "public") + " balancer: "
                + tier.rule().arn());
        var table = new Table("COLOUR", "WEIGHT", "IMAGE", "HEALTHY", "REQUESTS/S", "5XX", "P50", "P95");
        for (ColourTraffic colour : List.of(tier.blue(), tier.green())) {
            table.row(
                    colour.colour().label(),
                    String.valueOf(colour.weight()),
                    colour.tag().isEmpty() ? "none" : Words.tag(colour.tag()),
                    colour.healthy() + " of " + colour.desired(),
                    number(colour.requestsPerSecond(), ""),
                    colour.errorShare().isPresent()
                            ? Words.percent(colour.errorShare().getAsDouble())
                            : "-",
                    number(colour.p50Millis(), " ms"),
                    number(colour.p95Millis(), " ms"));
        }
        lines.addAll(table.lines());
        tier.observed().map(TrafficText::observed).ifPresent(lines::add);
        Stream<TrafficGuard> own = tier.guards().stream().filter(guard -> !(guard instanceof TrafficGuard.LockHeld));
        own.forEach(guard -> lines.add((guard.forbids() ? "forbidden: " : "warning: ") + guard.words()));
    }

    private static String number(OptionalDouble number, String unit) {
        return number.isPresent() ? String.format(Locale.ROOT, "%.1f", number.getAsDouble()) + unit : "-";
    }

    private static String observed(ObservedSplit split) {
        if (split.isEmpty()) {
            return "observed: no request counted since " + Words.instant(split.since());
        }
        return String.format(
                Locale.ROOT,
                "observed: blue %.1f %%, green %.1f %% of %s from %s to %s",
                split.share(Colour.BLUE) * 100,
                split.share(Colour.GREEN) * 100,
                Words.count(split.blue() + split.green(), "request"),
                Words.instant(split.since()),
                Words.instant(split.asOf()));
    }

    private static void history(List<TrafficMove> moves, List<String> lines) {
        var table = new Table("MOVED", "TIER", "FROM", "TO", "BY", "WHY", "");
        moves.forEach(move -> table.row(
                Words.instant(move.at()),
                move.tier().label(),
                move.from().toString(),
                move.to().toString(),
                move.who(),
                move.why(),
                move.outcome().words()));
        if (!table.isEmpty()) {
            lines.add("");
            lines.addAll(table.lines());
        }
    }
}
