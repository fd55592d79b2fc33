package slipway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.cloud.Target;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.Interrupted;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.Exposure;
import slipway.model.Exposure.Part;
import slipway.model.FailureChain;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.ServiceStatus;
import slipway.model.StoppedTask;
import slipway.model.Tier;
import slipway.model.TrafficLedger;
import slipway.model.WayOut;

/** An environment's status as tables. */
final class StatusText {
    /** As long as ECS lists them. */
    private static final Duration STOPPED_SHOWN = Duration.ofHours(1);

    private final EnvironmentStatus status;
    private final List<WayOut> waysOut;
    private final Map<Tier, TrafficLedger> ledger;
    private final List<TierRelease> releases;
    private final Optional<Exposure> exposure;
    private final String options;
    private final List<String> lines = new ArrayList<>();

    private StatusText(
            EnvironmentStatus status,
            List<WayOut> waysOut,
            Map<Tier, TrafficLedger> ledger,
            List<TierRelease> releases,
            Optional<Exposure> exposure,
            String options) {
        this.status = status;
        this.waysOut = waysOut;
        this.ledger = ledger;
        this.releases = releases;
        this.exposure = exposure;
        this.options = options;
    }

    /** @param options what a proposed command must repeat, each option after a space */
    static List<String> lines(
            EnvironmentStatus status,
            List<WayOut> waysOut,
            Map<Tier, TrafficLedger> ledger,
            List<TierRelease> releases,
            Optional<Exposure> exposure,
            Target target,
            String options) {
        return new StatusText(status, waysOut, ledger, releases, exposure, options).all(target);
    }

    private List<String> all(Target target) {
        lines.add(status.environment() + " on " + Words.place(target) + ", read " + Words.instant(status.readAt())
                + Words.clock(target));
        status.url().ifPresent(url -> lines.add("URL " + url));
        status.interrupted().map(this::interrupted).ifPresent(lines::add);
        status.failure().ifPresent(this::failure);
        if (status.stacks().isEmpty()) {
            if (status.interrupted().isEmpty()) {
                lines.add("Nothing is deployed; slipway deploy" + options + " deploys it.");
            }
            return lines;
        }
        stacks();
        stuck();
        releases();
        services();
        tasks();
        stopped();
        rest();
        exposure.ifPresent(this::exposure);
        unread();
        return lines;
    }

    private String interrupted(Interrupted left) {
        return "interrupted after " + left.finishedStacks() + " of "
                + Words.count(left.plannedStacks(), "stack") + ", begun " + Words.instant(left.began())
                + "; slipway deploy" + options + " continues it";
    }

    private void failure(FailureChain failure) {
        lines.add("");
        lines.add("The last deployment failed at " + Words.instant(failure.at()) + ":");
        lines.addAll(FailureReport.lines(failure));
    }

    private void stacks() {
        var table = new Table("STACK", "STATUS", "CHANGED", "");
        status.stacks()
                .forEach(stack ->
                        table.row(stack.name(), stack.status(), Words.instant(stack.changed()), stack.reason()));
        add(table);
    }

    private void stuck() {
        for (WayOut way : waysOut) {
            lines.add("");
            lines.addAll(WayOutText.lines(way, options));
        }
    }

    private void releases() {
        for (TierRelease tier : releases) {
            List<String> open = ReleaseText.open(tier, options);
            if (!open.isEmpty()) {
                lines.add("");
                lines.addAll(open);
            }
        }
    }

    private void services() {
        var table = new Table("SERVICE", "IMAGE", "RUNNING", "HEALTHY", "WEIGHT", "SHARE", "SCALES", "CPU");
        status.colours()
                .forEach(colour -> table.row(
                        colour.service(),
                        colour.image().isEmpty() ? "none" : Words.tag(colour.image()),
                        colour.running() + " of " + colour.desired()
                                + (colour.pending() == 0 ? "" : ", " + colour.pending() + " pending"),
                        String.valueOf(colour.healthy()),
                        String.valueOf(colour.weight()),
                        Words.percent(colour.share()),
                        colour.minimum() + " to " + colour.maximum(),
                        colour.cpuPercent().isPresent()
                                ? Words.percent(colour.cpuPercent().getAsDouble() / 100)
                                : "-"));
        add(table);
    }

    private void tasks() {
        var table = new Table("TASK", "SERVICE", "VERSION", "STATUS", "HEALTH", "RESTARTS", "ADDRESS");
        for (ServiceStatus service : status.services()) {
            for (TaskStatus task : service.tasks()) {
                table.row(
                        task.id(),
                        service.name(),
                        task.image().isEmpty() ? "-" : Words.tag(task.image()),
                        task.lastStatus(),
                        health(task),
                        task.gauges().restarts().isPresent()
                                ? String.valueOf(task.gauges().restarts().getAsInt())
                                : "-",
                        task.address().isEmpty() ? "-" : task.address());
            }
        }
        add(table);
    }

    private static String health(TaskStatus task) {
        if (task.health().isEmpty()) {
            return "-";
        }
        return task.healthReason().isEmpty() ? task.health() : task.health() + ", " + task.healthReason();
    }

    private void stopped() {
        var table = new Table("STOPPED", "SERVICE", "VERSION", "AT", "EXIT", "REASON");
        for (StoppedTask task : status.stoppedWithin(STOPPED_SHOWN)) {
            table.row(
                    task.id(),
                    task.service().isEmpty() ? "-" : task.service(),
                    task.image().isEmpty() ? "-" : Words.tag(task.image()),
                    Words.instant(task.stopped()),
                    exits(task),
                    reason(task));
        }
        add(table);
    }

    private static String exits(StoppedTask task) {
        String codes = task.containers().stream()
                .filter(container -> container.exitCode().isPresent())
                .map(container -> String.valueOf(container.exitCode().getAsInt()))
                .collect(Collectors.joining(", "));
        return codes.isEmpty() ? "-" : codes;
    }

    private static String reason(StoppedTask task) {
        return Stream.concat(
                        Stream.of(task.reason()), task.containers().stream().map(StoppedTask.ContainerExit::reason))
                .filter(words -> !words.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private void unread() {
        if (!status.unread().isEmpty()) {
            lines.add("");
            status.unread()
                    .forEach(part -> lines.add(
                            "not shown: " + part.part() + ". " + part.failure().message()));
        }
    }

    private void rest() {
        var table = new Table("ALSO", "NAME", "STATE", "");
        ledger.forEach((tier, state) -> table.row("weights", tier.label(), state.words(), ""));
        status.balancers()
                .forEach(balancer -> table.row(
                        balancer.internal() ? "internal balancer" : "public balancer",
                        balancer.name(),
                        balancer.address(),
                        ""));
        status.redis()
                .ifPresent(redis -> table.row(
                        "redis",
                        redis.service(),
                        redis.running() + " of " + redis.desired() + " running",
                        redis.image()));
        status.volume()
                .ifPresent(volume -> table.row(
                        "volume",
                        volume.fileSystemId(),
                        volume.bytes().isPresent() ? Words.bytes(volume.bytes().getAsLong()) : "size not measured",
                        ""));
        add(table);
    }

    private void exposure(Exposure found) {
        var table = new Table("EXPOSURE", "", "");
        for (Part part : found.parts()) {
            table.row("internet → " + part.name(), reach(part), part.words());
            part.rules().forEach(rule -> table.row("", "", "opened by " + rule));
        }
        add(table);
    }

    /** Capitals for what should not be. */
    private static String reach(Part part) {
        String word = switch (part.reach()) {
            case YES -> "yes";
            case NO -> "no";
            case GUARDED -> "almost";
            case UNKNOWN -> "unknown";
        };
        return part.wrong() ? word.toUpperCase(Locale.ROOT) : word;
    }

    private void add(Table table) {
        if (!table.isEmpty()) {
            lines.add("");
            lines.addAll(table.lines());
        }
    }
}
