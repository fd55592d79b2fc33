package slipway.operations.logs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.LogScope;
import slipway.model.LogSource;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/** Finds whose log is meant by the name of a service or by a task's id. */
public final class ScopeFinder {
    private static final int TASKS_PER_CALL = 100;

    private final Cloud cloud;

    public ScopeFinder(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * Every task of a service.
     *
     * @throws FailureException when the environment has no such service
     */
    public LogScope ofService(EnvironmentName environment, String service) {
        return LogScope.ofService(environment, service)
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "Environment " + environment + " has no service " + service + ". Its services are "
                                + services(environment) + ".",
                        "")));
    }

    private static String services(EnvironmentName environment) {
        return Arrays.stream(LogSource.values())
                .flatMap(source -> LogScope.of(environment, source).services().stream())
                .collect(Collectors.joining(", "));
    }

    /**
     * One task, by its id or how that begins. ECS knows it for an hour after it stopped, its log as long as lines are kept.
     *
     * @param within where it may be; empty for anywhere in the environment
     * @throws FailureException when there is none, or several
     */
    public LogScope ofTask(EnvironmentName environment, String id, Optional<LogScope> within) {
        return Failures.translated("find task " + id + " of " + environment, () -> {
            List<LogScope> found = running(environment, id).stream()
                    .filter(scope -> within.map(wanted -> covers(wanted, scope)).orElse(true))
                    .toList();
            if (found.isEmpty()) {
                found = written(environment, id, within);
            }
            if (found.size() == 1) {
                return found.getFirst();
            }
            throw new FailureException(
                    found.isEmpty() ? none(environment, id, within) : several(environment, id, found));
        });
    }

    private static boolean covers(LogScope wide, LogScope narrow) {
        return wide.services().containsAll(narrow.services());
    }

    /** What ECS knows, of tasks that run and of those that stopped. */
    private List<LogScope> running(EnvironmentName environment, String id) {
        List<String> arns = new ArrayList<>();
        try {
            for (DesiredStatus status : List.of(DesiredStatus.RUNNING, DesiredStatus.STOPPED)) {
                cloud
                        .ecs()
                        .listTasksPaginator(request -> request.cluster(environment.value())
                                .desiredStatus(status)
                                .maxResults(TASKS_PER_CALL))
                        .taskArns()
                        .stream()
                        .filter(arn -> arn.substring(arn.lastIndexOf('/') + 1).startsWith(id))
                        .limit(TASKS_PER_CALL - arns.size())
                        .forEach(arns::add);
            }
        } catch (ClusterNotFoundException notThere) {
            return List.of();
        }
        if (arns.isEmpty()) {
            return List.of();
        }
        return cloud
                .ecs()
                .describeTasks(request -> request.cluster(environment.value()).tasks(arns))
                .tasks()
                .stream()
                .map(task -> of(environment, task))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<LogScope> of(EnvironmentName environment, Task task) {
        String group = task.group() == null ? "" : task.group();
        return LogScope.ofService(environment, group.replaceFirst("^service:", ""))
                .map(scope ->
                        scope.ofTask(task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1)));
    }

    /** What left a log, however long ago. */
    private List<LogScope> written(EnvironmentName environment, String id, Optional<LogScope> within) {
        List<LogScope> scopes = within.map(List::of)
                .orElseGet(() -> Arrays.stream(LogSource.values())
                        .map(source -> LogScope.of(environment, source))
                        .toList());
        List<LogScope> found = new ArrayList<>();
        for (LogScope scope : scopes) {
            for (LogScope single : scope.single()) {
                var reading = new LogReading(single.ofTask(id));
                for (LogStream stream : streams(reading)) {
                    String name = stream.logStreamName();
                    found.add(single.ofTask(name.substring(name.lastIndexOf('/') + 1)));
                }
            }
        }
        return found;
    }

    private List<LogStream> streams(LogReading reading) {
        try {
            return cloud.logs()
                    .describeLogStreams(
                            request -> request.logGroupName(reading.group()).logStreamNamePrefix(reading.streams()))
                    .logStreams();
        } catch (ResourceNotFoundException notThere) {
            return List.of();
        }
    }

    private static Failure none(EnvironmentName environment, String id, Optional<LogScope> within) {
        return new Failure.NotFound(
                "There is no task " + id
                        + within.map(scope -> " of " + LogWords.of(scope)).orElse(" in " + environment)
                        + ". slipway status lists the tasks that run; the log of an older one goes with its log group.",
                "");
    }

    private static Failure several(EnvironmentName environment, String id, List<LogScope> found) {
        String tasks = found.stream().map(LogScope::task).limit(5).collect(Collectors.joining(", "));
        return new Failure.Rejected(
                "Several tasks of " + environment + " begin with " + id + ": " + tasks
                        + (found.size() > 5 ? " and others" : "") + ". Give more of the id.",
                "");
    }
}
