package slipway.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.ResourceState;
import slipway.operations.rollout.DeployRequest;

/** {@code slipway deploy}. */
@Command(
        name = "deploy",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Creates or updates every stack of the environment, and prints the application's URL.",
            "The first deployment publishes the folders client and api. A later one leaves running images alone."
                    + " After an interruption, the same command goes on where it stopped."
        })
final class DeployCommand implements Callable<Integer> {
    private static final String USUAL_PORT = ":7777";

    private final Tools tools;

    @Option(names = "--dry-run", description = "Print what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--yes",
            description = "Ask nothing: write to AWS, and delete and create again what failed at its creation and holds"
                    + " nothing.")
    private boolean yes;

    @Option(
            names = "--templates",
            paramLabel = "DIR",
            description = "A folder with templates to use in place of the shipped ones.")
    private Optional<Path> templates = Optional.empty();

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A template parameter: Cpu for every stack that takes it; data.Cpu, api.Cpu or api-blue.Cpu"
                    + " for one. May be repeated. What is not named keeps its value.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--on-cancel",
            paramLabel = "ask|leave|cancel|delete",
            defaultValue = "ask",
            description = "After Ctrl-C: ask (leave, where nobody can be asked); leave what is under way as it is;"
                    + " cancel the updates; or delete what this run created, never data.")
    private CancelChoice onCancel = CancelChoice.ASK;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    DeployCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        var request = new DeployRequest(
                tools.options().environment(),
                parameters,
                tools.context().home(),
                templates.map(folder -> folder.toAbsolutePath().normalize()));
        try (Deeds deeds = tools.open(target)) {
            var guard = new WriteGuard(tools, target);
            guard.show(deeds);
            var stuck = new StuckStacks(tools, target);
            if (dryRun) {
                DeployPlan planned = deeds.plan(request);
                stuck.say(deeds, request.environment());
                return preview(deeds.preview(planned));
            }
            guard.refuseBusy(deeds, request.environment());
            Optional<DeployProgress> inTheWay = stuck.clear(deeds, request.environment(), yes);
            if (inTheWay.isPresent()) {
                return result(inTheWay.get(), ExitStatus.FAILED);
            }
            DeployPlan plan = deeds.plan(request);
            tools.answers().say(PlanText.summary(plan));
            tools.answers().say(PlanText.releases(plan, tools.options().repeated()));
            guard.confirm("Deploy " + plan.environment() + "?", WriteGuard.Weight.ORDINARY, yes);
            return deploy(deeds, plan, target);
        }
    }

    private int preview(DeployPlan plan) {
        if (tools.answers().json()) {
            tools.answers().document(PlanDocument.of(plan));
        } else {
            tools.answers().text(PlanText.full(plan));
            tools.answers().text(PlanText.releases(plan, tools.options().repeated()));
        }
        return ExitStatus.DONE;
    }

    private int deploy(Deeds deeds, DeployPlan plan, Target target) {
        var undertaking = new Undertaking(tools);
        DeployProgress ended = undertaking.carryOut(
                "Deploying " + plan.environment() + " on " + Words.place(target),
                plan.notes(),
                (progress, cancellation) -> deeds.deploy(plan, progress, cancellation));
        return switch (ended.phase()) {
            case SUCCEEDED -> succeeded(ended, target);
            case CANCELLED -> {
                cancelled(ended);
                DeployProgress afterwards =
                        new CancelQuestion(tools, undertaking).answered(onCancel, deeds, ended, target);
                yield result(afterwards, ExitStatus.FAILED);
            }
            case FAILED, PLANNING, RUNNING, CANCELLING -> {
                undertaking.report(ended);
                new StuckStacks(tools, target).sayAfterFailure(deeds, plan.environment());
                yield result(ended, ExitStatus.FAILED);
            }
        };
    }

    private int succeeded(DeployProgress ended, Target target) {
        tools.answers()
                .say("Deployed " + ended.plan().environment() + " in "
                        + Words.seconds(Duration.between(ended.started(), ended.updated())) + ".");
        if (target instanceof Target.Local
                && ended.url().filter(url -> !url.endsWith(USUAL_PORT)).isPresent()) {
            tools.answers()
                    .say(
                            "Port 7777 was taken when the balancer was created, so the application has the next free one.");
        }
        if (!tools.answers().json()) {
            tools.answers().text(ended.url().map(List::of).orElse(List.of()));
        }
        return result(ended, ExitStatus.DONE);
    }

    private void cancelled(DeployProgress ended) {
        long done = ended.stacks().stream()
                .filter(stack -> stack.state() == ResourceState.COMPLETE)
                .count();
        tools.answers()
                .say(List.of(
                        "",
                        "Deployment cancelled after " + done + " of "
                                + Words.count(ended.stacks().size(), "stack")
                                + "; what was under way finishes by itself."));
    }

    private int result(DeployProgress ended, int status) {
        if (tools.answers().json()) {
            tools.answers().document(ProgressDocument.of(ended));
        }
        return status;
    }
}
