package slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.model.Tier;
import slipway.operations.rollout.ReleaseRequest.Source;

/** {@code slipway rollback}. */
@Command(
        name = "rollback",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Brings back the version of a tier that served before the one that serves now, also after it was retired: a"
                    + " release like any other, with the same steps and guards.",
            "A release that is still on its way goes back with slipway release abort, at once."
        })
final class RollbackCommand implements Callable<Integer> {
    private final Tools tools;

    @Option(names = "--tier", required = true, paramLabel = "client|api", description = "Which tier.")
    @SuppressWarnings("NullAway.Init") // picocli requires it.
    private Tier tier;

    @Mixin
    private final ReleaseOptions terms = new ReleaseOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    RollbackCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        return new ReleaseBeginning(tools, terms).begin(spec.commandLine(), tier, new Source.Previous());
    }
}
