package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.EnvironmentStatus.Interrupted;
import slipway.model.EnvironmentStatus.TaskStatus;

/** An environment's status as tables. */
final class StatusText {
    private final EnvironmentStatus status;
    private final String options;
    private final List<String> lines = new ArrayList<>();

    private StatusText(EnvironmentStatus status, String options) {
        this.status = status;
        this.options = options;
    }

    /** @param options what a proposed command must repeat, each option after a space */
    static List<String> lines(EnvironmentStatus status, String place, String options) {
        return new StatusText(status, options).all(place);
    }

    private List<String> all(String place) {
        lines.add(status.environment() + " on " + place + ", read " + Words.instant(status.readAt()));
        status.url().ifPresent(url -> lines.add("answers at " + url));
        status.interrupted().map(this::interrupted).ifPresent(lines::add);
        if (status.stacks().isEmpty()) {
            if (status.interrupted().isEmpty()) {
                lines.add("Nothing is deployed; slipway deploy" + options + " deploys it.");
            }
            return lines;
        }
        stacks();
        services();
        tasks();
        rest();
        return lines;
    }

    private String interrupted(Interrupted left) {
        return "interrupted after " + left.finishedStacks() + " of "
                + Words.count(left.plannedStacks(), "stack") + ", begun " + Words.instant(left.began())
                + "; slipway deploy" + options + " continues it";
    }

    private void stacks() {
        var table = new Table("STACK", "STATUS", "CHANGED", "");
        status.stacks()
                .forEach(stack ->
                        table.row(stack.name(), stack.status(), Words.instant(stack.changed()), stack.reason()));
        add(table);
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
        var table = new Table("TASK", "SERVICE", "STATUS", "HEALTH", "ADDRESS");
        for (ColourStatus colour : status.colours()) {
            for (TaskStatus task : colour.tasks()) {
                table.row(
                        task.id(),
                        colour.service(),
                        task.lastStatus(),
                        task.health().isEmpty() ? "-" : task.health(),
                        task.address().isEmpty() ? "-" : task.address());
            }
        }
        add(table);
    }

    private void rest() {
        var table = new Table("ALSO", "NAME", "STATE", "");
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

    private void add(Table table) {
        if (!table.isEmpty()) {
            lines.add("");
            lines.addAll(table.lines());
        }
    }
}
