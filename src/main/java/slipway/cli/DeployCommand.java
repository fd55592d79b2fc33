package slipway.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.async.Cancellation;
import slipway.cloud.Cloud;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.EnvironmentName;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import slipway.operations.rollout.DeployRequest;
import slipway.operations.rollout.EnvironmentDeployer;

/** {@code slipway deploy} */
@Command(
        name = "deploy",
        description = "Creates or updates every stack, and goes on with a deployment that was interrupted.",
        mixinStandardHelpOptions = true,
        footer = {"", "The last line of standard output is the application's address."})
final class DeployCommand implements Callable<Integer> {
    /** What happens to a cancelled deployment. */
    enum OnCancel {
        leave,
        cancel,
        delete
    }

    private final CommandContext context;

    @Mixin
    private TargetOptions options = new TargetOptions();

    @Option(names = "--dry-run", description = "Prints what would change, and changes nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Does not ask before it writes to AWS.")
    private boolean yes;

    @Option(
            names = "--templates",
            paramLabel = "DIR",
            description = "A folder with templates; one that it does not have is the shipped one.")
    private @Nullable Path templates;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A template's parameter. STACK.NAME=VALUE sets it for one stack, tier or template only.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--on-cancel",
            paramLabel = "leave|cancel|delete",
            description = {
                "After Ctrl-C, without asking: leave what is in progress as it is, cancel the updates, or delete what this"
                        + " deployment created (never data)."
            })
    private @Nullable OnCancel onCancel;

    DeployCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        EnvironmentName environment = options.environment();
        var operator = new Operator(context, options.json());
        try (Cloud cloud = context.clouds().connect(options.target())) {
            operator.showIdentity(cloud);
            var deployer = new EnvironmentDeployer(cloud, context.timer(), context.clock());
            DeployPlan plan = deployer.plan(
                    new DeployRequest(environment, parameters, context.home(), Optional.ofNullable(templates)));
            if (dryRun) {
                print(deployer.preview(plan));
                return ExitStatus.DONE;
            }
            Optional<String> other = deployer.atWork(environment);
            if (other.isPresent()) {
                context.err().println("Refused: " + environment + " is busy: " + other.get() + ".");
                context.err().flush();
                return ExitStatus.REFUSED;
            }
            if (!operator.mayWrite(cloud, yes, false, question(plan))) {
                return ExitStatus.REFUSED;
            }
            return deploy(deployer, plan, operator);
        }
    }

    private Integer deploy(EnvironmentDeployer deployer, DeployPlan plan, Operator operator) {
        DeployProgress end;
        var cancellation = new Cancellation();
        ProgressView view = operator.view();
        try (var _ = operator.cancelOnInterrupt(
                cancellation, "Cancelling: no further stack is started. Ctrl-C again ends at once.")) {
            end = deployer.deploy(plan, view, cancellation);
        }
        view.end();
        return switch (end.phase()) {
            case SUCCEEDED -> {
                succeeded(end, operator);
                yield ExitStatus.DONE;
            }
            case CANCELLED -> {
                cancelled(deployer, end, operator);
                yield ExitStatus.FAILED;
            }
            case FAILED, PLANNING, RUNNING, CANCELLING -> {
                end.failure().ifPresent(operator::report);
                operator.document(end);
                yield ExitStatus.FAILED;
            }
        };
    }

    private void succeeded(DeployProgress end, Operator operator) {
        boolean nothing = end.stacks().stream().allMatch(stack -> stack.plan().action() == StackPlan.Action.NONE);
        operator.say(
                nothing
                        ? end.plan().environment() + " is up to date: nothing was changed."
                        : end.plan().environment() + " is deployed: "
                                + end.stacks().size() + " stacks, "
                                + end.completedResources() + " resources in"
                                + LineProgress.seconds(Duration.between(end.started(), end.updated()))
                                + ".");
        operator.document(end);
        if (!options.json()) {
            end.url().ifPresent(context.out()::println);
            context.out().flush();
        }
    }

    private void cancelled(EnvironmentDeployer deployer, DeployProgress end, Operator operator) {
        long finished = end.stacks().stream()
                .filter(stack -> stack.state() == ResourceState.COMPLETE)
                .count();
        context.err()
                .println("The deployment of " + end.plan().environment() + " was cancelled after " + finished + " of "
                        + end.stacks().size() + " stacks.");
        context.err().flush();
        var again = new Cancellation();
        ProgressView view = operator.view();
        try (var _ = operator.cancelOnInterrupt(again, "Stops waiting. Ctrl-C again ends at once.")) {
            DeployProgress last = switch (choice()) {
                case leave -> {
                    context.err()
                            .println("Left as it is: stacks in progress come to their end by themselves."
                                    + " 'slipway deploy' goes on from there.");
                    context.err().flush();
                    yield end;
                }
                case cancel -> deployer.cancelUpdates(end, view, again);
                case delete -> deployer.deleteCreated(end, view, again);
            };
            view.end();
            if (last.phase() == Phase.FAILED) {
                last.failure().ifPresent(operator::report);
            }
            operator.document(last);
        }
    }

    private OnCancel choice() {
        if (onCancel != null) {
            return onCancel;
        }
        if (!context.terminal().canAsk()) {
            return OnCancel.leave;
        }
        String answer = context.terminal()
                .ask(
                        "What now? [l]eave as it is, [c]ancel the updates, [d]elete what this deployment created (never data) [l]")
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (answer) {
            case "c", "cancel" -> OnCancel.cancel;
            case "d", "delete" -> OnCancel.delete;
            default -> OnCancel.leave;
        };
    }

    private static String question(DeployPlan plan) {
        long created = count(plan, StackPlan.Action.CREATE);
        long updated = count(plan, StackPlan.Action.UPDATE);
        return "Deploy " + plan.environment() + ": create " + created + " stacks, update " + updated + "?";
    }

    private static long count(DeployPlan plan, StackPlan.Action action) {
        return plan.stacks().stream().filter(stack -> stack.action() == action).count();
    }

    private void print(DeployPlan plan) {
        var out = context.out();
        if (options.json()) {
            out.println(Reports.plan(plan));
            out.flush();
            return;
        }
        for (StackPlan stack : plan.stacks()) {
            out.println(stack.name() + "  " + stack.action().name().toLowerCase(Locale.ROOT) + "  " + stack.subtitle());
            stack.changes()
                    .forEach(change -> out.println("    " + change.action() + "  " + change.logicalId() + "  "
                            + change.type()
                            + (change.properties().isEmpty() ? "" : "  " + String.join(", ", change.properties()))
                            + (change.replacement().isEmpty()
                                            || change.replacement().equals("False")
                                    ? ""
                                    : "  replacement: " + change.replacement())));
        }
        plan.images()
                .forEach(image -> out.println(image.tier().label() + " image  "
                        + (image.publish() ? "publish " + image.tag() : "leave alone") + "  " + image.reason()));
        plan.notes().forEach(out::println);
        out.flush();
    }
}
