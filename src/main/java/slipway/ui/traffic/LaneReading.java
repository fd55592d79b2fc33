package slipway.ui.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import slipway.model.Colour;
import slipway.model.NextAction;
import slipway.model.ObservedSplit;
import slipway.model.Release;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficLedger;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.ColourTraffic;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.SplitFigures;
import slipway.ui.controls.StateIcon;

/**
 * Puts a tier's traffic, and what the operator is doing to it, into words.
 *
 * @param thumb where the operator put the fader, or where it stands
 * @param answered green's share that the balancer obeys
 * @param lock who else holds the weights; empty while nobody does
 * @param takeable whether the lock may be taken from whoever holds it: a release is steered instead
 * @param trouble what went wrong with the last deed; may be empty
 * @param release the newest, while it is on or has just ended
 * @param releases what else is known of the tier's releases; absent where they could not be read
 */
record LaneReading(
        TrafficStatus status,
        TierTraffic tier,
        int thumb,
        int answered,
        String lock,
        boolean takeable,
        String trouble,
        Optional<ReleaseReading> release,
        Optional<TierRelease> releases) {

    LaneValues read() {
        Colour old = status.old(tier.tier());
        TrafficLedger ledger = tier.ledger();
        Optional<ReleaseReading> on = release.filter(ReleaseReading::on);
        return new LaneValues(
                tier.tier(),
                tier.internal() ? "internal balancer" : "public balancer",
                tier.rule().logicalName(),
                tier.rule().priority(),
                ledgerState(ledger),
                ledgerWord(ledger),
                ledger.words(),
                lock,
                !lock.isEmpty() && takeable,
                card(Colour.BLUE, old),
                card(Colour.GREEN, old),
                thumb,
                answered,
                locked(),
                steered(),
                split(),
                on.map(reading -> reading.promote(tier)).orElseGet(() -> promote(old.other())),
                on.map(ReleaseReading::abort).orElseGet(() -> abort(old)),
                trouble,
                on.map(ReleaseReading::hold),
                on.isPresent() ? Optional.empty() : rollBack(),
                release.map(ReleaseReading::read),
                releases.map(TierRelease::next)
                        .filter(next -> next.kind() != NextAction.Kind.NONE)
                        .map(this::next));
    }

    /** Whether the lock is that of the release that is on. */
    private boolean held() {
        return release.filter(ReleaseReading::on)
                .flatMap(on -> status.lock()
                        .map(TrafficLease::owner)
                        .filter(on.release().who()::equals))
                .isPresent();
    }

    /** Why nobody moves the fader while a release does. */
    private String steered() {
        return release.filter(ReleaseReading::on)
                .filter(on -> held() || (on.release().underWay() && on.release().phase() != Release.Phase.KEEPING))
                .map(on -> "The " + on.release().kind().label()
                        + " moves it. The buttons above pause, promote or abort it.")
                .orElse("");
    }

    private Optional<LaneValues.Deed> rollBack() {
        return releases.flatMap(TierRelease::rollbackTo)
                .map(version -> new LaneValues.Deed(
                        "Roll back to " + Phrases.version(version.tag()) + "…",
                        "",
                        lock.isEmpty() ? "" : "The weights are " + lock + ".",
                        new LaneValues.Act.RollBack()));
    }

    private LaneValues.Next next(NextAction next) {
        return new LaneValues.Next(
                next,
                switch (next.kind()) {
                    case NONE, CONTINUE, FINISH_MOVE -> "";
                    case DEPLOY -> "Release a version…";
                    case REPAIR -> "Show the stack";
                    case RETIRE -> "Retire " + idle(tier).map(Colour::label).orElse("it");
                });
    }

    /** The colour that has tasks and no requests. */
    static Optional<Colour> idle(TierTraffic tier) {
        return Arrays.stream(Colour.values())
                .filter(colour ->
                        tier.weights().share(colour) == 0 && tier.of(colour).desired() > 0)
                .findFirst();
    }

    private static StateIcon.State ledgerState(TrafficLedger ledger) {
        return switch (ledger) {
            case TrafficLedger.InSync _ -> StateIcon.State.HEALTHY;
            case TrafficLedger.Settling _ -> StateIcon.State.WORKING;
            case TrafficLedger.Drifted _ -> StateIcon.State.WARNING;
        };
    }

    private static String ledgerWord(TrafficLedger ledger) {
        return switch (ledger) {
            case TrafficLedger.InSync _ -> "in sync";
            case TrafficLedger.Settling _ -> "settling";
            case TrafficLedger.Drifted drifted ->
                "drifted" + drifted.by().map(who -> " by " + who).orElse("");
        };
    }

    private LaneValues.Card card(Colour colour, Colour old) {
        ColourTraffic traffic = tier.of(colour);
        int percent = colour == Colour.GREEN ? answered : Weights.WHOLE - answered;
        boolean idle = percent == 0 && traffic.desired() == 0 && traffic.healthy() == 0;
        String word = percent == 0 ? traffic.healthy() > 0 ? "ready" : "idle" : colour == old ? "serving" : "arriving";
        return new LaneValues.Card(
                tier.tier(),
                colour,
                idle ? "" : Phrases.version(traffic.tag()),
                percent,
                word,
                idle,
                rows(traffic),
                idle && traffic.tag().isEmpty() ? "no version yet" : healthy(traffic) + " healthy",
                rate(traffic.requestsPerSecond()));
    }

    private Map<String, String> rows(ColourTraffic traffic) {
        Map<String, String> rows = new LinkedHashMap<>();
        int starting = traffic.desired() - traffic.healthy();
        rows.put("Healthy", healthy(traffic) + (starting > 0 ? ", " + starting + " not yet" : ""));
        rows.put("Requests", rate(traffic.requestsPerSecond()));
        rows.put("5xx", figure(traffic.errorShare(), 100, "%.1f", " %"));
        rows.put(
                "p50, p95",
                traffic.p50Millis().isEmpty() || traffic.p95Millis().isEmpty()
                        ? "–"
                        : Math.round(traffic.p50Millis().getAsDouble()) + ", "
                                + Math.round(traffic.p95Millis().getAsDouble()) + " ms");
        Instant deployed = traffic.deployed();
        rows.put(
                "Age",
                deployed == null || traffic.desired() == 0
                        ? "–"
                        : Phrases.age(Duration.between(deployed, status.readAt())));
        return rows;
    }

    private static String healthy(ColourTraffic traffic) {
        return traffic.healthy() + " of " + traffic.desired();
    }

    private static String rate(OptionalDouble perSecond) {
        return figure(perSecond, 1, "%.1f", "/s");
    }

    private static String figure(OptionalDouble value, double factor, String format, String unit) {
        return value.isEmpty() ? "–" : String.format(Locale.ROOT, format, value.getAsDouble() * factor) + unit;
    }

    private Optional<LaneValues.Split> split() {
        boolean oneHasAll = (answered == 0 || answered == Weights.WHOLE) && thumb == answered;
        ColourTraffic other = answered == 0 ? tier.green() : tier.blue();
        if (oneHasAll && other.targets() == 0) {
            return Optional.empty();
        }
        Optional<ObservedSplit> observed = tier.observed();
        long blue = observed.map(ObservedSplit::blue).orElse(0L);
        long green = observed.map(ObservedSplit::green).orElse(0L);
        double requested = thumb == answered ? tier.weights().share(Colour.GREEN) : thumb / (double) Weights.WHOLE;
        // What was counted under other weights says nothing about those that were just asked for.
        boolean counts = thumb == answered && tier.weights().greenPercent() == answered;
        return Optional.of(new LaneValues.Split(
                counts ? new SplitFigures(requested, blue, green) : new SplitFigures(requested, 0, 0),
                counts ? basis(observed) : "counted anew from the move on"));
    }

    private static String basis(Optional<ObservedSplit> observed) {
        if (observed.isEmpty()) {
            return "the balancer's figures cannot be read";
        }
        ObservedSplit split = observed.get();
        long requests = split.blue() + split.green();
        String since = " since " + Phrases.clock(split.since());
        if (!split.asOf().isAfter(split.since())) {
            return "counting from " + Phrases.clock(split.since()) + " on";
        }
        String until = ", counted to " + Phrases.clock(split.asOf());
        return requests == 0
                ? "no requests" + since + until
                : String.format(Locale.ROOT, "%,d", requests)
                        + (requests == 1 ? " request" : " requests")
                        + since
                        + until;
    }

    /** What keeps the fader from being moved at all. */
    private String locked() {
        if (!steered().isEmpty()) {
            return "";
        }
        if (!lock.isEmpty()) {
            return "Locked: " + lock;
        }
        boolean blue = tier.forbids(Colour.BLUE).isPresent();
        boolean green = tier.forbids(Colour.GREEN).isPresent();
        String service = tier.tier().label() + "-";
        if (blue && green) {
            return "Locked: neither " + service + "blue nor " + service + "green has a healthy target";
        }
        if (!blue && !green) {
            return "";
        }
        Colour empty = green ? Colour.GREEN : Colour.BLUE;
        Colour other = empty.other();
        String lacks = service + empty.label() + " has no healthy target";
        if (answered == Weights.all(other).greenPercent()) {
            return "Locked at " + other.label() + ": " + lacks;
        }
        String button = status.old(tier.tier()) == other ? "Abort" : "Promote";
        return "Locked: " + lacks + ". " + button + " gives all to " + other.label();
    }

    private LaneValues.Deed promote(Colour fresh) {
        return deed("Promote", fresh, fresh.label() + " has 100 % already.");
    }

    private LaneValues.Deed abort(Colour old) {
        return deed("Abort", old, "Nothing to abort: " + old.label() + " has 100 %.");
    }

    private LaneValues.Deed deed(String name, Colour colour, String alreadyThere) {
        Weights to = Weights.all(colour);
        String reason = answered == to.greenPercent() && thumb == answered
                ? alreadyThere
                : !lock.isEmpty()
                        ? "The weights are " + lock + "."
                        : tier.forbids(colour).map(TrafficGuard::words).orElse("");
        return new LaneValues.Deed(name, colour.label() + " takes 100 % now", reason, new LaneValues.Act.Move(to));
    }
}
