package slipway.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.async.Cancellation;
import slipway.cloud.Cloud;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.EnvironmentName;
import slipway.operations.rollout.EnvironmentDeployer;

/** {@code slipway delete} */
@Command(
        name = "delete",
        description = "Deletes every stack of the environment. Its data is kept, and the next deploy uses it again.",
        mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TargetOptions options = new TargetOptions();

    @Option(names = "--erase-data", description = "Erases the data too.")
    private boolean eraseData;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        EnvironmentName environment = options.environment();
        var operator = new Operator(context, options.json());
        try (Cloud cloud = context.clouds().connect(options.target())) {
            operator.showIdentity(cloud);
            var deployer = new EnvironmentDeployer(cloud, context.timer(), context.clock());
            Optional<String> other = deployer.atWork(environment);
            if (other.isPresent()) {
                context.err().println("Refused: " + environment + " is busy: " + other.get() + ".");
                context.err().flush();
                return ExitStatus.REFUSED;
            }
            DeployPlan plan = deployer.deletionPlan(environment, eraseData);
            if (!operator.mayWrite(cloud, yes, true, question(plan))) {
                return ExitStatus.REFUSED;
            }
            return delete(deployer, plan, operator);
        }
    }

    private Integer delete(EnvironmentDeployer deployer, DeployPlan plan, Operator operator) {
        DeployProgress end;
        var cancellation = new Cancellation();
        ProgressView view = operator.view();
        try (var _ = operator.cancelOnInterrupt(
                cancellation, "Cancelling: no further stack is deleted. Ctrl-C again ends at once.")) {
            end = deployer.delete(plan.environment(), eraseData, view, cancellation);
        }
        view.end();
        operator.document(end);
        if (end.phase() == Phase.SUCCEEDED) {
            operator.say(
                    plan.stacks().isEmpty()
                            ? plan.environment() + " has no stacks."
                            : plan.environment() + " is deleted: "
                                    + plan.stacks().size() + " stacks.");
            return ExitStatus.DONE;
        }
        end.failure().ifPresent(operator::report);
        if (end.phase() == Phase.CANCELLED) {
            context.err().println("The deletion was cancelled; 'slipway delete' goes on from there.");
            context.err().flush();
        }
        return ExitStatus.FAILED;
    }

    private String question(DeployPlan plan) {
        String data = eraseData ? " and ERASE its data" : "; its data is kept";
        return "Delete the " + plan.stacks().size() + " stacks of " + plan.environment() + data + "?";
    }
}
