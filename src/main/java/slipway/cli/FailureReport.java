package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.FailureChain.StackLink;
import slipway.model.StoppedTask;

/** What went wrong, as lines: the cause is the first of them, the chain that leads to it is indented below. */
final class FailureReport {
    private static final String INDENT = "  ";

    private FailureReport() {}

    static List<String> lines(FailureChain failure) {
        List<String> lines = new ArrayList<>();
        lines.add(failure.cause());
        failure.stack().ifPresent(link -> lines.add(INDENT + stack(link, failure.cause())));
        if (!failure.events().isEmpty()) {
            lines.add(INDENT + failure.service() + " said:");
            failure.events()
                    .forEach(event -> lines.add(INDENT + INDENT + Words.instant(event.at()) + " " + event.message()));
        }
        failure.task().ifPresent(task -> lines.add(INDENT + task(task)));
        if (!failure.lines().isEmpty()) {
            lines.add(INDENT + "its last lines:");
            failure.lines().forEach(line -> lines.add(INDENT + INDENT + "| " + line));
        }
        failure.followed().forEach(event -> lines.add(INDENT + "then: " + event));
        if (!failure.remedy().isEmpty()) {
            lines.add(INDENT + "what helps: " + failure.remedy());
        }
        return lines;
    }

    private static String stack(StackLink link, String cause) {
        String where = "in " + link.stack() + (link.logicalId().isEmpty() ? "" : ", resource " + link.logicalId());
        String what = Stream.of(link.status(), cause.contains(link.reason()) ? "" : link.reason())
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
        return what.isEmpty() ? where : where + ": " + what;
    }

    private static String task(StoppedTask task) {
        String exits = task.containers().stream()
                .filter(container -> container.exitCode().isPresent())
                .map(container -> ", " + container.name() + " ended with "
                        + container.exitCode().getAsInt())
                .collect(Collectors.joining());
        return "task " + task.id() + " (" + task.revision()
                + (task.image().isEmpty() ? "" : ", version " + Words.tag(task.image())) + ") stopped "
                + Words.instant(task.stopped()) + ": " + task.stopCode() + ", " + task.reason() + exits;
    }

    static List<String> lines(Failure failure, boolean verbose) {
        List<String> lines = new ArrayList<>(failure.message().lines().toList());
        if (verbose) {
            failure.detail().lines().forEach(line -> lines.add(INDENT + line));
        }
        return lines;
    }
}
