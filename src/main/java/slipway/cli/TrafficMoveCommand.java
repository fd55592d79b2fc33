package slipway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficMove;
import slipway.model.TrafficRefusedException;
import slipway.model.TrafficStatus;
import slipway.model.Weights;
import slipway.operations.traffic.Consent;

/** What moves a tier's weights once. */
abstract sealed class TrafficMoveCommand implements Callable<Integer> {
    final Tools tools;

    @Option(names = "--tier", required = true, paramLabel = "client|api", description = "Whose requests.")
    @SuppressWarnings("NullAway.Init") // picocli requires it.
    Tier tier;

    @Option(
            names = "--force",
            description = "Move although the rule is sticky, or a deployment of the tier is still running.")
    private boolean force;

    @Option(names = "--take-over", description = "Take the lock from whoever holds it; they stop at their next step.")
    private boolean takeOver;

    @Option(names = "--yes", description = "Write without being asked. AWS needs it where nobody can be asked.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    CommandSpec spec;

    private TrafficMoveCommand(Tools tools) {
        this.tools = tools;
    }

    /**
     * A decided move.
     *
     * @param why for the history
     * @param words what it will do
     */
    record Move(Weights to, String why, String words) {}

    abstract Move decide(Deeds deeds, EnvironmentName environment);

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        EnvironmentName environment = tools.options().environment();
        try (Deeds deeds = tools.open(target)) {
            var guard = new WriteGuard(tools, target);
            guard.show(deeds);
            Move move = decide(deeds, environment);
            guard.confirm(move.words() + "?", WriteGuard.Weight.ORDINARY, yes);
            tools.answers().say(move.words() + ".");
            TrafficMove moved = moved(deeds, environment, move);
            if (tools.answers().json()) {
                tools.answers().document(TrafficDocument.Move.of(moved));
            } else {
                tools.answers().text(List.of(result(moved, move.to())));
            }
            return ExitStatus.DONE;
        }
    }

    private TrafficMove moved(Deeds deeds, EnvironmentName environment, Move move) {
        try {
            return deeds.shift(
                    environment,
                    tier,
                    move.to(),
                    move.why(),
                    new Consent(force, takeOver),
                    from -> say(from, move.to()));
        } catch (TrafficRefusedException refused) {
            if (refused.guards().stream().anyMatch(TrafficGuard.LockHeld.class::isInstance)) {
                new ReleaseHints(tools, deeds).ofHolder(environment);
            }
            throw refused;
        }
    }

    private void say(Weights from, Weights to) {
        if (!from.equals(to)) {
            tools.answers().say("The rule of the " + tier.label() + " has them; writing them down in the stack.");
        }
    }

    private String result(TrafficMove moved, Weights wished) {
        return switch (moved.outcome()) {
            case SETTLED ->
                moved.from().equals(moved.to())
                        ? tier.label() + " had " + shares(moved.to()) + " already, in sync."
                        : tier.label() + " moved from " + shares(moved.from()) + " to " + shares(moved.to())
                                + ", in sync.";
            case REPAIRED ->
                tier.label() + " moved from " + shares(moved.from()) + " to " + shares(moved.to())
                        + ", in sync after a repair: CloudFormation had set the older weights again.";
            case OVERTAKEN ->
                "Somebody moved the rule of the " + tier.label() + " meanwhile without the lock: it has "
                        + shares(moved.to()) + ", not " + shares(wished) + ", and the stack says so.";
            case UNSETTLED -> tier.label() + " moved to " + shares(moved.to()) + "; it is not written down yet.";
        };
    }

    /** {@code blue 70 %, green 30 %}. */
    static String shares(Weights weights) {
        return "blue " + Words.percent(weights.share(Colour.BLUE)) + ", green "
                + Words.percent(weights.share(Colour.GREEN));
    }

    /** {@code slipway traffic set}. */
    @Command(
            name = "set",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = "Gives green so many percent of a tier's requests, and blue the rest.")
    static final class Set extends TrafficMoveCommand {
        @Option(names = "--green", required = true, paramLabel = "PERCENT", description = "0 to 100.")
        private int green;

        Set(Tools tools) {
            super(tools);
        }

        @Override
        public Integer call() {
            if (green < 0 || green > Weights.WHOLE) {
                throw new ParameterException(
                        spec.commandLine(), "--green " + green + ": a whole number of percent, 0 to 100.");
            }
            return super.call();
        }

        @Override
        Move decide(Deeds deeds, EnvironmentName environment) {
            Weights to = Weights.green(green);
            return new Move(to, "set by hand", "Move the " + tier.label() + " of " + environment + " to " + shares(to));
        }
    }

    /** {@code slipway traffic promote}. */
    @Command(
            name = "promote",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = {
                "Gives the new colour all of a tier's requests.",
                "The old colour is the one that had all of them last; where none ever had, the one with the larger weight."
            })
    static final class Promote extends TrafficMoveCommand {
        Promote(Tools tools) {
            super(tools);
        }

        @Override
        Move decide(Deeds deeds, EnvironmentName environment) {
            TrafficStatus status = deeds.traffic(environment);
            Colour next = status.old(tier).other();
            return new Move(
                    Weights.all(next),
                    "promote",
                    "Promote " + next.label() + ": all requests to " + tier.label() + "-" + next.label() + ", none to "
                            + tier.label() + "-" + next.other().label());
        }
    }

    /** {@code slipway traffic abort}. */
    @Command(
            name = "abort",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = {
                "Gives all of a tier's requests back to the old colour, at once.",
                "The old colour is the one that had all of them last; where none ever had, the one with the larger weight."
            })
    static final class Abort extends TrafficMoveCommand {
        Abort(Tools tools) {
            super(tools);
        }

        @Override
        Move decide(Deeds deeds, EnvironmentName environment) {
            TrafficStatus status = deeds.traffic(environment);
            Colour old = status.old(tier);
            return new Move(
                    Weights.all(old),
                    "abort",
                    "Abort: all requests back to " + tier.label() + "-" + old.label() + ", none to " + tier.label()
                            + "-" + old.other().label());
        }
    }
}
