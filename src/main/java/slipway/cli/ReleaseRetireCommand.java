package slipway.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.model.TrafficStatus.TierTraffic;

/** {@code slipway release retire}. */
@Command(
        name = "retire",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Takes all tasks of a colour away that gets no requests.")
final class ReleaseRetireCommand implements Callable<Integer> {
    private final Tools tools;

    @Option(names = "--tier", required = true, paramLabel = "client|api", description = "Whose colour.")
    @SuppressWarnings("NullAway.Init") // picocli requires it.
    private Tier tier;

    @Option(
            names = "--colour",
            paramLabel = "blue|green",
            description = "Which one; the one without weight unless given.")
    private Optional<Colour> colour = Optional.empty();

    @Option(names = "--yes", description = "Write without being asked. AWS needs it where nobody can be asked.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    ReleaseRetireCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        EnvironmentName environment = tools.options().environment();
        try (Deeds deeds = tools.open(target)) {
            var guard = new WriteGuard(tools, target);
            guard.show(deeds);
            Colour retired = colour.orElseGet(() -> idle(deeds, environment));
            String name = ReleaseText.service(tier, retired);
            guard.confirm("Retire " + name + " of " + environment + "?", WriteGuard.Weight.ORDINARY, yes);
            tools.answers().say("Retiring " + name + " of " + environment + ".");
            var cancellation = new Cancellation();
            try (var _ = FirstInterrupt.of(tools.context().terminal(), () -> {
                tools.answers().say("Cancelling: what was begun goes on by itself.");
                cancellation.cancel();
            })) {
                deeds.retire(environment, tier, retired, cancellation);
            }
            if (cancellation.isRequested()) {
                return ExitStatus.FAILED;
            }
            if (tools.answers().json()) {
                tools.answers().document(new Retired(tier.label(), retired.label()));
            } else {
                tools.answers().text(List.of(name + " is retired: it has no task."));
            }
            return ExitStatus.DONE;
        }
    }

    private record Retired(String tier, String retired) {}

    private Colour idle(Deeds deeds, EnvironmentName environment) {
        TierTraffic traffic = deeds.traffic(environment)
                .tier(tier)
                .orElseThrow(() -> new RefusedException("The " + tier.label() + " of " + environment
                        + " shares no requests yet, so no colour of it is idle."));
        for (Colour candidate : Colour.values()) {
            if (traffic.weights().share(candidate) == 0) {
                return candidate;
            }
        }
        throw new RefusedException("Both colours of the " + tier.label() + " of " + environment
                + " get requests, so none can be retired: slipway traffic promote or abort moves them first.");
    }
}
