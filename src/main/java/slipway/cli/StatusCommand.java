package slipway.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.cloud.Target;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.FailureException;

/** {@code slipway status}. */
@Command(
        name = "status",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Prints the environment's stacks, services, tasks, weights and URL.")
final class StatusCommand implements Callable<Integer> {
    private static final Duration LOCAL_PACE = Duration.ofSeconds(1);
    private static final Duration AWS_PACE = Duration.ofSeconds(5);
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

    private final Tools tools;

    @Option(
            names = "--watch",
            description = "Read again and again until Ctrl-C; with --output json, one document a line.")
    private boolean watch;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    StatusCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        try (Deeds deeds = tools.open(target)) {
            EnvironmentStatus status = deeds.status(tools.options().environment());
            if (watch) {
                watch(deeds, status, target);
            } else if (tools.answers().json()) {
                tools.answers().document(StatusDocument.of(status));
            } else {
                tools.answers().text(text(status, target));
            }
            return ExitStatus.DONE;
        }
    }

    private List<String> text(EnvironmentStatus status, Target target) {
        return StatusText.lines(status, Words.place(target), tools.options().repeated());
    }

    private void watch(Deeds deeds, EnvironmentStatus first, Target target) {
        var cancellation = new Cancellation();
        var poller = new Poller(tools.context().timer(), cancellation);
        try (var _ = FirstInterrupt.of(tools.context().terminal(), cancellation::cancel)) {
            show(first, target);
            while (poller.pause(pace(target))) {
                read(deeds).ifPresent(status -> show(status, target));
            }
        }
    }

    private static Duration pace(Target target) {
        return switch (target) {
            case Target.Local _ -> LOCAL_PACE;
            case Target.Aws _ -> AWS_PACE;
        };
    }

    /** Whoever watches wants to go on watching when one reading fails in a way that passes. */
    private Optional<EnvironmentStatus> read(Deeds deeds) {
        try {
            return Optional.of(deeds.status(tools.options().environment()));
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Throttled || failed.failure() instanceof Failure.Unreachable) {
                tools.answers().say(failed.failure().message());
                return Optional.empty();
            }
            throw failed;
        }
    }

    private void show(EnvironmentStatus status, Target target) {
        if (tools.answers().json()) {
            tools.answers().line(StatusDocument.of(status));
            return;
        }
        if (tools.context().terminal().canRedraw()) {
            tools.answers().screen(HOME_AND_CLEAR);
        }
        tools.answers().text(text(status, target));
        if (!tools.context().terminal().canRedraw()) {
            tools.answers().text(List.of(""));
        }
    }
}
