package slipway.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;

/** {@code slipway delete}. */
@Command(
        name = "delete",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Deletes every stack of the environment.",
            "The file system with the application's data is kept, and the next deployment uses it again."
        })
final class DeleteCommand implements Callable<Integer> {
    private final Tools tools;

    @Option(names = "--erase-data", description = "Erase the file system with the application's data too.")
    private boolean eraseData;

    @Option(names = "--yes", description = "Delete without being asked. AWS needs it where nobody can be asked.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    DeleteCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        EnvironmentName environment = tools.options().environment();
        try (Deeds deeds = tools.open(target)) {
            var guard = new WriteGuard(tools, target);
            guard.show(deeds);
            guard.refuseBusy(deeds, environment);
            DeployPlan plan = deeds.deletionPlan(environment, eraseData);
            tools.answers()
                    .say(
                            plan.stacks().isEmpty()
                                    ? List.of("No stack of " + environment + " is there.")
                                    : PlanText.summary(plan));
            guard.confirm(
                    "Delete " + environment + (eraseData ? " and its data?" : "?"), WriteGuard.Weight.DESTRUCTIVE, yes);
            var undertaking = new Undertaking(tools);
            DeployProgress ended = undertaking.carryOut(
                    "Deleting " + environment + " on " + Words.place(target),
                    plan.notes(),
                    (progress, cancellation) -> deeds.delete(environment, eraseData, progress, cancellation));
            int status = ended(undertaking, ended);
            if (ended.failure().isPresent()) {
                new StuckStacks(tools, target).sayAfterFailure(deeds, environment);
            }
            return status;
        }
    }

    private int ended(Undertaking undertaking, DeployProgress ended) {
        int status = switch (ended.phase()) {
            case SUCCEEDED -> {
                if (!tools.answers().json()) {
                    tools.answers()
                            .text(List.of("Deleted " + ended.plan().environment() + " in "
                                    + Words.seconds(Duration.between(ended.started(), ended.updated())) + "."));
                }
                yield ExitStatus.DONE;
            }
            case CANCELLED -> {
                tools.answers()
                        .say(List.of(
                                "",
                                "Deletion cancelled: what was under way finishes by itself. slipway delete"
                                        + tools.options().repeated() + (eraseData ? " --erase-data" : "")
                                        + " goes on with it."));
                yield ExitStatus.FAILED;
            }
            case FAILED, PLANNING, RUNNING, CANCELLING -> {
                undertaking.report(ended);
                yield ExitStatus.FAILED;
            }
        };
        if (tools.answers().json()) {
            tools.answers().document(ProgressDocument.of(ended));
        }
        return status;
    }
}
