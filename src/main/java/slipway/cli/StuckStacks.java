package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slipway.cloud.Target;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.model.WayOut;

/** Stands before a deployment: stacks that it cannot get past are helped out as the operator says, or it is refused. */
final class StuckStacks {
    private final Tools tools;
    private final Target target;
    private final Undertaking undertaking;

    StuckStacks(Tools tools, Target target) {
        this.tools = tools;
        this.target = target;
        this.undertaking = new Undertaking(tools);
    }

    /** After a failure: says what is stuck, and nothing where that cannot be found out. */
    void sayAfterFailure(Deeds deeds, EnvironmentName environment) {
        try {
            say(deeds, environment);
        } catch (FailureException unreadable) {
            // The failure itself was reported, and what is stuck is told by the next status.
        }
    }

    /** Says what is stuck, and nothing else. */
    void say(Deeds deeds, EnvironmentName environment) {
        deeds.waysOut(environment)
                .forEach(way -> tools.answers()
                        .say(WayOutText.lines(way, tools.options().repeated())));
    }

    /**
     * Clears the way for a deployment.
     *
     * @param yes whether nothing is to be asked: then what is safe is left to the deployment, and anything else is refused
     * @return how a way out that did not lead out ended; empty when the way is clear
     * @throws RefusedException for a stack whose way out needs a word that nobody gives
     */
    Optional<DeployProgress> clear(Deeds deeds, EnvironmentName environment, boolean yes) {
        boolean asks = !yes && tools.context().terminal().canAsk();
        for (WayOut way : deeds.waysOut(environment)) {
            boolean recreates = way.kind() == WayOut.Kind.RECREATE;
            if (!way.blocks() && !(recreates && asks)) {
                continue;
            }
            tools.answers().say(WayOutText.lines(way, tools.options().repeated()));
            if (!asks) {
                throw new RefusedException("Nothing was written: " + way.stack() + " is " + way.status()
                        + ", and its way out has to be chosen: slipway " + way.command()
                        + tools.options().repeated());
            }
            Set<String> leftAlone = ask(way);
            if (way.blocks()) {
                DeployProgress ended = take(deeds, environment, way, leftAlone);
                if (ended.phase() != DeployProgress.Phase.SUCCEEDED) {
                    return Optional.of(ended);
                }
            }
        }
        return Optional.empty();
    }

    /** The resources to leave alone, once the way out is wanted. */
    private Set<String> ask(WayOut way) {
        List<String> choices = new ArrayList<>(List.of(way.button()));
        way.otherButton().ifPresent(choices::add);
        UserTerminal terminal = tools.context().terminal();
        for (int index = 0; index < choices.size(); index++) {
            tools.answers().say("  " + (index + 1) + "   " + choices.get(index));
        }
        String question = choices.size() == 1 ? "1 or no? [no]" : "1, 2 or no? [no]";
        while (true) {
            String answer = terminal.ask(question).orElse("").strip();
            if (answer.isEmpty() || answer.equalsIgnoreCase("n") || answer.equalsIgnoreCase("no")) {
                throw new RefusedException("Nothing was written.");
            }
            if (answer.equals("1")) {
                return Set.of();
            }
            if (answer.equals("2") && choices.size() == 2) {
                return Set.copyOf(way.resources());
            }
            tools.answers().say("'" + answer + "' is none of them.");
        }
    }

    private DeployProgress take(Deeds deeds, EnvironmentName environment, WayOut way, Set<String> leftAlone) {
        DeployProgress ended = undertaking.carryOut(
                "Repairing " + way.stack() + " on " + Words.place(target),
                List.of(),
                (progress, cancellation) -> deeds.repair(environment, way.stack(), leftAlone, progress, cancellation));
        if (ended.failure().isPresent()) {
            undertaking.report(ended);
        }
        return ended;
    }
}
