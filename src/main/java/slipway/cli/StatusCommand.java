package slipway.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import slipway.model.Exposure;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.Tier;
import slipway.model.TrafficLedger;
import slipway.model.WayOut;
import slipway.operations.stacks.WaysOut;

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
            Reading reading = readNow(deeds);
            if (watch) {
                watch(deeds, reading, target);
            } else if (tools.answers().json()) {
                tools.answers().document(document(reading));
            } else {
                tools.answers().text(text(reading, target));
            }
            return ExitStatus.DONE;
        }
    }

    private record Reading(
            EnvironmentStatus status,
            List<WayOut> waysOut,
            Map<Tier, TrafficLedger> ledger,
            List<TierRelease> releases,
            Optional<Exposure> exposure) {}

    /** A stuck stack is looked at more closely; where none is, nothing more is asked. */
    private Reading readNow(Deeds deeds) {
        EnvironmentStatus status = deeds.status(tools.options().environment());
        boolean stuck = status.stacks().stream().anyMatch(stack -> WaysOut.isStuck(stack.status()));
        List<WayOut> waysOut = stuck ? deeds.waysOut(status.environment()) : List.of();
        if (status.stacks().isEmpty()) {
            return new Reading(status, waysOut, Map.of(), List.of(), Optional.empty());
        }
        Map<Tier, TrafficLedger> ledger = Map.of();
        try {
            ledger = deeds.ledger(status.environment());
        } catch (FailureException refused) {
            status = status.withUnread(new EnvironmentStatus.Unread("the weights' ledger", refused.failure()));
        }
        ReleaseStatus read = ReleaseHints.read(deeds, status.environment(), status.readAt());
        List<TierRelease> releases = read.tiers();
        for (EnvironmentStatus.Unread part : read.unread()) {
            status = status.withUnread(part);
        }
        try {
            return new Reading(status, waysOut, ledger, releases, Optional.of(deeds.exposure(status.environment())));
        } catch (FailureException refused) {
            // The rest is shown all the same: a template that cannot be read hides nothing else.
            return new Reading(
                    status.withUnread(new EnvironmentStatus.Unread("exposure", refused.failure())),
                    waysOut,
                    ledger,
                    releases,
                    Optional.empty());
        }
    }

    private List<String> text(Reading reading, Target target) {
        return StatusText.lines(
                reading.status(),
                reading.waysOut(),
                reading.ledger(),
                reading.releases(),
                reading.exposure(),
                target,
                tools.options().repeated());
    }

    private StatusDocument document(Reading reading) {
        return StatusDocument.of(
                reading.status(),
                reading.waysOut(),
                reading.ledger(),
                reading.releases(),
                reading.exposure(),
                tools.options().repeated());
    }

    private void watch(Deeds deeds, Reading first, Target target) {
        var cancellation = new Cancellation();
        var poller = new Poller(tools.context().timer(), cancellation);
        try (var _ = FirstInterrupt.of(tools.context().terminal(), cancellation::cancel)) {
            show(first, target);
            while (poller.pause(pace(target))) {
                read(deeds).ifPresent(reading -> show(reading, target));
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
    private Optional<Reading> read(Deeds deeds) {
        try {
            return Optional.of(readNow(deeds));
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Throttled || failed.failure() instanceof Failure.Unreachable) {
                tools.answers().say(failed.failure().message());
                return Optional.empty();
            }
            throw failed;
        }
    }

    private void show(Reading reading, Target target) {
        if (tools.answers().json()) {
            tools.answers().line(document(reading));
            return;
        }
        if (tools.context().terminal().canRedraw()) {
            tools.answers().screen(HOME_AND_CLEAR);
        }
        tools.answers().text(text(reading, target));
        if (!tools.context().terminal().canRedraw()) {
            tools.answers().text(List.of(""));
        }
    }
}
