package slipway.operations.logs;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.model.LogScope;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * When tasks started and how they ended, as marks among their lines. Everything is what ECS says; a task is described again
 * only while something is still to be learnt of it.
 */
final class TaskMarks {
    private static final int TASKS_PER_CALL = 100;

    private final Cloud cloud;
    private final LogScope scope;
    private final Instant from;
    private final Set<String> given = new HashSet<>();
    /** Of these tasks the start is known, or the end. */
    private final Set<String> started = new HashSet<>();

    private final Set<String> ended = new HashSet<>();

    /** @param from the first moment of interest */
    TaskMarks(Cloud cloud, LogScope scope, Instant from) {
        this.cloud = cloud;
        this.scope = scope;
        this.from = from;
    }

    /** The marks that were not given yet. The services that do not exist have none. */
    LineSequence fresh() {
        List<LogLine> marks = new ArrayList<>();
        for (LogScope service : scope.single()) {
            marks.addAll(ofService(service));
        }
        marks.removeIf(mark -> mark.at().isBefore(from) || given.contains(mark.id()));
        marks.sort(LogLine.BY_TIME);
        return new Waiting(new ArrayDeque<>(marks));
    }

    private List<LogLine> ofService(LogScope service) {
        try {
            Set<String> running = arns(service, DesiredStatus.RUNNING);
            Set<String> stopped = arns(service, DesiredStatus.STOPPED);
            started.retainAll(union(running, stopped));
            ended.retainAll(union(ended, stopped));
            List<String> asked = new ArrayList<>();
            running.stream().filter(arn -> !started.contains(arn)).forEach(asked::add);
            stopped.stream().filter(arn -> !ended.contains(arn)).forEach(asked::add);
            List<LogLine> marks = new ArrayList<>();
            for (int at = 0; at < asked.size(); at += TASKS_PER_CALL) {
                List<String> batch = asked.subList(at, Math.min(asked.size(), at + TASKS_PER_CALL));
                for (Task task : cloud.ecs()
                        .describeTasks(request ->
                                request.cluster(service.environment().value()).tasks(batch))
                        .tasks()) {
                    marks.addAll(ofTask(service, task));
                }
            }
            return marks;
        } catch (ClusterNotFoundException | ServiceNotFoundException notYet) {
            return List.of();
        }
    }

    private Set<String> arns(LogScope service, DesiredStatus status) {
        return cloud
                .ecs()
                .listTasksPaginator(
                        request -> request.cluster(service.environment().value())
                                .serviceName(service.services().getFirst())
                                .desiredStatus(status)
                                .maxResults(TASKS_PER_CALL))
                .taskArns()
                .stream()
                .filter(arn -> id(arn).startsWith(service.task()))
                .collect(Collectors.toSet());
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> both = new HashSet<>(some);
        both.addAll(others);
        return both;
    }

    private List<LogLine> ofTask(LogScope service, Task task) {
        List<LogLine> marks = new ArrayList<>();
        if (task.startedAt() != null) {
            started.add(task.taskArn());
            marks.add(mark(service, task, "start", task.startedAt(), LogLevel.INFO, "task started, " + where(task)));
        }
        if ("STOPPED".equals(task.lastStatus())) {
            ended.add(task.taskArn());
            Instant at = Objects.requireNonNullElseGet(
                    task.executionStoppedAt(), () -> Objects.requireNonNullElseGet(task.stoppedAt(), cloud::now));
            marks.add(mark(service, task, "end", at, levelOfEnd(task), ending(task)));
        }
        return marks;
    }

    private static LogLine mark(LogScope service, Task task, String kind, Instant at, LogLevel level, String words) {
        String id = id(task.taskArn());
        return new LogLine(
                kind + "/" + id,
                at,
                service.source(),
                service.colour().orElse(null),
                id,
                level,
                true,
                LineText.of("— " + words + " —"));
    }

    private static String where(Task task) {
        String revision = task.taskDefinitionArn() == null ? "" : id(task.taskDefinitionArn());
        return address(task).map(address -> revision + " at " + address).orElse(revision);
    }

    private static Optional<String> address(Task task) {
        return task.attachments().stream()
                .map(Attachment::details)
                .flatMap(List::stream)
                .filter(detail -> "privateIPv4Address".equals(detail.name()))
                .map(KeyValuePair::value)
                .findFirst();
    }

    private static LogLevel levelOfEnd(Task task) {
        return switch (Objects.requireNonNullElse(task.stopCodeAsString(), "")) {
            case "TaskFailedToStart", "EssentialContainerExited" -> LogLevel.ERROR;
            default -> LogLevel.INFO;
        };
    }

    /** {@code container api ended, exit 1; task stopped: Essential container in task exited}. */
    private static String ending(Task task) {
        String containers = task.containers().stream()
                .map(TaskMarks::ending)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        String reason = words(task.stoppedReason());
        String stopped = (task.startedAt() == null ? "task never started" : "task stopped")
                + (reason.isEmpty() ? "" : ": " + reason);
        return containers.isEmpty() ? stopped : containers + "; " + stopped;
    }

    private static Optional<String> ending(Container container) {
        String reason = words(container.reason());
        if (container.exitCode() == null) {
            return reason.isEmpty() ? Optional.empty() : Optional.of("container " + container.name() + ": " + reason);
        }
        return Optional.of("container " + container.name() + " ended, exit " + container.exitCode()
                + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }

    private static String words(@Nullable String words) {
        return words == null ? "" : words;
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private final class Waiting implements LineSequence {
        private final Deque<LogLine> marks;

        Waiting(Deque<LogLine> marks) {
            this.marks = marks;
        }

        @Override
        public Optional<LogLine> peek() {
            return Optional.ofNullable(marks.peekFirst());
        }

        @Override
        public LogLine take() {
            LogLine mark = marks.removeFirst();
            given.add(mark.id());
            return mark;
        }
    }
}
