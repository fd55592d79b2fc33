package slipway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.operations.services.EnvironmentReader;

/** {@code slipway status} */
@Command(
        name = "status",
        description = "Shows stacks, services, tasks, weights and the address.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final Duration LOCAL_PACE = Duration.ofSeconds(1);
    private static final Duration AWS_PACE = Duration.ofSeconds(5);
    private static final int COMMIT_DIGITS = 40;
    private static final List<Integer> STACK = List.of(21);
    private static final List<Integer> SERVICE = List.of(15, 10, 10, 9, 9);
    private static final List<Integer> TASK = List.of(15, 35, 15, 11);

    private final CommandContext context;

    @Mixin
    private TargetOptions options = new TargetOptions();

    @Option(names = "--watch", description = "Shows it again and again, until Ctrl-C.")
    private boolean watch;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        EnvironmentName environment = options.environment();
        try (Cloud cloud = context.clouds().connect(options.target())) {
            new Operator(context, options.json()).showIdentity(cloud);
            var reader = new EnvironmentReader(cloud, context.clock());
            if (!watch) {
                print(reader.read(environment));
                return ExitStatus.DONE;
            }
            watch(reader, environment, cloud);
            return ExitStatus.DONE;
        }
    }

    private void watch(EnvironmentReader reader, EnvironmentName environment, Cloud cloud) {
        var cancellation = new Cancellation();
        Duration pace = cloud.target() instanceof Target.Local ? LOCAL_PACE : AWS_PACE;
        boolean clear = !options.json() && context.terminal().canRedraw();
        try (var _ = context.terminal().onInterrupt(cancellation::cancel)) {
            new Poller(context.timer(), cancellation)
                    .until(
                            () -> {
                                EnvironmentStatus status = reader.read(environment);
                                if (clear) {
                                    context.out().print("\u001b[H\u001b[J");
                                }
                                print(status);
                                return Optional.empty();
                            },
                            () -> pace);
        }
    }

    private void print(EnvironmentStatus status) {
        PrintWriter out = context.out();
        if (options.json()) {
            out.println(Reports.status(status));
        } else {
            text(status, out);
        }
        out.flush();
    }

    private static void text(EnvironmentStatus status, PrintWriter out) {
        if (status.stacks().isEmpty()) {
            out.println(status.environment() + " is not deployed: slipway deploy");
        } else {
            out.println(status.environment() + "  " + status.url().orElse("has no address yet"));
        }
        status.interrupted()
                .ifPresent(left -> out.println("interrupted after " + left.finishedStacks() + " of "
                        + left.plannedStacks() + " stacks, begun " + left.began() + ": slipway deploy goes on"));
        if (!status.stacks().isEmpty()) {
            out.println();
        }
        status.stacks()
                .forEach(stack -> out.println(row(STACK, stack.name(), stack.status())
                        + (stack.reason().isEmpty() ? "" : "  " + stack.reason())));
        if (!status.colours().isEmpty()) {
            out.println();
            out.println(row(SERVICE, "service", "running", "healthy", "weight", "tasks", "image"));
            status.colours().forEach(colour -> out.println(colour(colour)));
        }
        status.redis()
                .ifPresent(redis -> out.println(
                        row(SERVICE, "redis", redis.running() + " of " + redis.desired(), "", "", "", redis.image())));
        status.volume()
                .ifPresent(volume -> out.println(row(
                        TASK,
                        "volume",
                        volume.fileSystemId()
                                + (volume.bytes().isPresent()
                                        ? "  " + volume.bytes().getAsLong() + " bytes"
                                        : ""))));
        status.colours().stream()
                .flatMap(colour -> colour.tasks().stream()
                        .map(task -> row(
                                TASK,
                                name(colour),
                                task.id(),
                                task.lastStatus(),
                                task.health().isEmpty() ? "-" : task.health(),
                                task.address())))
                .reduce((one, other) -> one + System.lineSeparator() + other)
                .ifPresent(tasks -> {
                    out.println();
                    out.println(tasks);
                });
    }

    private static String colour(ColourStatus colour) {
        return row(
                SERVICE,
                name(colour),
                colour.running() + " of " + colour.desired(),
                String.valueOf(colour.healthy()),
                String.valueOf(colour.weight()),
                colour.minimum() + " to " + colour.maximum(),
                shortImage(colour.image()));
    }

    private static String name(ColourStatus colour) {
        return colour.tier().label() + "-" + colour.colour().label();
    }

    private static String shortImage(String tag) {
        return tag.isEmpty() ? "none" : tag.length() == COMMIT_DIGITS ? tag.substring(0, 7) : tag;
    }

    /** Pads each cell to its column's width; the last one is as long as it is. */
    private static String row(List<Integer> widths, String... cells) {
        var row = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            row.append(cells[i]);
            if (i < widths.size()) {
                row.append(" ".repeat(Math.max(1, widths.get(i) - cells[i].length())));
            }
        }
        return row.toString().stripTrailing();
    }
}
