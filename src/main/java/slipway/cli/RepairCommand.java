package slipway.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.EnvironmentName;
import slipway.model.ResourceState;
import slipway.model.WayOut;
import slipway.model.WayOut.Kind;

/** {@code slipway repair}. */
@Command(
        name = "repair",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Helps one stuck stack out, in the way that status names: a failed rollback goes on, a failed deletion is tried"
                    + " again, an update that stopped half-way is taken back, a stack whose creation failed is deleted, and"
                    + " somebody's operation is waited for."
        })
final class RepairCommand implements Callable<Integer> {
    private final Tools tools;

    @Parameters(paramLabel = "STACK", description = "The stack's name, with or without the environment's.")
    private String stack = "";

    @Option(
            names = "--skip",
            split = ",",
            paramLabel = "RESOURCE",
            description =
                    "After UPDATE_ROLLBACK_FAILED: take these resources, which could not be set back, for set back without"
                            + " touching them. They may differ from the template until an update changes them.")
    private Set<String> skipped = new LinkedHashSet<>();

    @Option(
            names = "--retain",
            split = ",",
            paramLabel = "RESOURCE",
            description =
                    "After DELETE_FAILED: leave these resources, which could not be deleted, behind. They belong to no"
                            + " stack then and have to be removed by hand.")
    private Set<String> retained = new LinkedHashSet<>();

    @Option(names = "--yes", description = "Write without being asked. AWS needs it where nobody can be asked.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    RepairCommand(Tools tools) {
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
            Optional<WayOut> way = deeds.waysOut(environment).stream()
                    .filter(other ->
                            other.stack().equals(stack) || other.stack().equals(environment.stack(stack)))
                    .findFirst();
            way.ifPresent(known -> confirm(known, guard));
            Set<String> leftAlone = new LinkedHashSet<>(skipped);
            leftAlone.addAll(retained);
            var undertaking = new Undertaking(tools);
            DeployProgress ended = undertaking.carryOut(
                    "Repairing " + stack + " on " + Words.place(target),
                    List.of(),
                    (progress, cancellation) -> deeds.repair(environment, stack, leftAlone, progress, cancellation));
            int status = ended(undertaking, ended);
            if (tools.answers().json()) {
                tools.answers().document(ProgressDocument.of(ended));
            }
            return status;
        }
    }

    private void confirm(WayOut way, WriteGuard guard) {
        refuse("--skip", skipped, way, Kind.CONTINUE_ROLLBACK);
        refuse("--retain", retained, way, Kind.DELETE_AGAIN);
        tools.answers().say(WayOutText.lines(way, tools.options().repeated()));
        boolean deletes = way.kind() == Kind.RECREATE || way.kind() == Kind.DELETE_AGAIN;
        guard.confirm(
                (deletes ? "Delete " + way.stack() : way.button() + " of " + way.stack())
                        + (skipped.isEmpty() ? "" : " and skip " + String.join(", ", skipped))
                        + (retained.isEmpty() ? "" : " and leave " + String.join(", ", retained) + " behind") + "?",
                deletes || !skipped.isEmpty() ? WriteGuard.Weight.DESTRUCTIVE : WriteGuard.Weight.ORDINARY,
                yes);
    }

    private void refuse(String option, Set<String> names, WayOut way, Kind kind) {
        if (!names.isEmpty() && way.kind() != kind) {
            throw new ParameterException(
                    spec.commandLine(), option + ": of no use for " + way.stack() + ", which is " + way.status() + ".");
        }
    }

    private int ended(Undertaking undertaking, DeployProgress ended) {
        return switch (ended.phase()) {
            case SUCCEEDED -> {
                ended.stacks().forEach(this::stands);
                yield ExitStatus.DONE;
            }
            case CANCELLED -> {
                tools.answers().say(List.of("", "Cancelled: what was under way finishes by itself."));
                yield ExitStatus.FAILED;
            }
            case FAILED, PLANNING, RUNNING, CANCELLING -> {
                undertaking.report(ended);
                yield ExitStatus.FAILED;
            }
        };
    }

    private void stands(StackProgress ended) {
        String name = ended.plan().name();
        String words = ended.state() == ResourceState.DELETED
                ? name + " is deleted; slipway deploy" + tools.options().repeated() + " creates it again."
                : name + " is " + ended.status() + ".";
        if (tools.answers().json()) {
            tools.answers().say(words);
        } else {
            tools.answers().text(List.of(words));
        }
    }
}
