package slipway.operations.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.FailureChain;
import slipway.model.StoppedTask;
import slipway.operations.Failures;
import slipway.operations.ImageReference;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Finds out why a service fails, from API calls alone: what its events say, which of its tasks stopped and why, what that task
 * wrote last, what the balancer thinks of those that run. Everything may be gone once the service is deleted: ask while it is
 * failing.
 */
public final class FailureReader {
    private static final int EVENTS_SHOWN = 5;
    /** Pages of a hundred; a task listed beyond them tells nothing that these do not. */
    private static final int TASK_PAGES = 3;
    /** What the newest one wrote may be on its way still; the ones before it mostly died of the same. */
    private static final int TASKS_ASKED = 4;

    private static final Pattern TROUBLE =
            Pattern.compile("unhealthy|unable to|fail|rolling back|circuit breaker|was stopped");
    private static final Pattern UNHEALTHY = Pattern.compile("is unhealthy in .* due to \\(reason (.*)\\)");

    private final Cloud cloud;
    private final TaskOutput output;

    public FailureReader(Cloud cloud) {
        this.cloud = cloud;
        this.output = new TaskOutput(cloud);
    }

    /**
     * What can be said of a service that fails, or may do so soon. A cause that cannot be told yet is empty.
     *
     * @param serviceArn {@code arn:…:service/CLUSTER/NAME}; of anything else nothing is known
     * @throws slipway.model.FailureException when a call is refused
     */
    public Optional<FailureChain> ofService(String serviceArn) {
        String[] parts = serviceArn.split("/", -1);
        return parts.length == 3 ? ofService(parts[1], parts[2]) : Optional.empty();
    }

    /** As {@link #ofService(String)}, by names. */
    public Optional<FailureChain> ofService(String cluster, String service) {
        return Failures.translated(
                "find out why " + service + " fails",
                () ->
                        cloud
                                .ecs()
                                .describeServices(
                                        request -> request.cluster(cluster).services(service))
                                .services()
                                .stream()
                                .findFirst()
                                .map(found -> chain(cluster, found)));
    }

    private FailureChain chain(String cluster, Service service) {
        Optional<Deployment> failing = failing(service);
        List<Task> stopped = tasks(cluster, service, failing, DesiredStatus.STOPPED).stream()
                .filter(task -> rank(task) > 0)
                .sorted(Comparator.comparingInt(FailureReader::rank)
                        .thenComparing(FailureReader::ended)
                        .reversed())
                .toList();
        List<ServiceEvent> events = events(service, failing);
        if (!stopped.isEmpty()) {
            return ofStopped(service, stopped, events);
        }
        String reason = unhealthy(service, events);
        String told = !reason.isEmpty()
                ? "No task of " + service.serviceName() + " is healthy: " + reason
                : events.isEmpty() ? "" : events.getLast().message();
        List<String> lines = failing.isEmpty() ? List.of() : runningLines(cluster, service, failing);
        return new FailureChain(
                cloud.now(),
                service.serviceName(),
                told.isEmpty() ? "" : told + lastWords(lines),
                Optional.empty(),
                events,
                Optional.empty(),
                TellingLine.excerpt(lines),
                List.of(),
                "");
    }

    /** The deployment that fails or has not come to its end yet; empty when the service stands. */
    private static Optional<Deployment> failing(Service service) {
        return Stream.<Optional<Deployment>>of(
                        deployment(service, deployment -> deployment.rolloutState() == DeploymentRolloutState.FAILED),
                        deployment(service, deployment -> "PRIMARY".equals(deployment.status()))
                                .filter(primary -> primary.rolloutState() != DeploymentRolloutState.COMPLETED))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Deployment> deployment(Service service, Predicate<Deployment> condition) {
        return service.deployments().stream().filter(condition).findFirst();
    }

    private List<Task> tasks(String cluster, Service service, Optional<Deployment> of, DesiredStatus status) {
        List<Task> tasks = new ArrayList<>();
        cloud
                .ecs()
                .listTasksPaginator(request -> request.cluster(cluster)
                        .serviceName(service.serviceName())
                        .desiredStatus(status)
                        .maxResults(100))
                .stream()
                .limit(TASK_PAGES)
                .map(page -> page.taskArns())
                .filter(arns -> !arns.isEmpty())
                .forEach(arns -> tasks.addAll(cloud.ecs()
                        .describeTasks(request -> request.cluster(cluster).tasks(arns))
                        .tasks()));
        return tasks.stream()
                // A service of the same name that was deleted left its stopped tasks behind.
                .filter(task -> task.createdAt() == null
                        || service.createdAt() == null
                        || !task.createdAt().isBefore(service.createdAt()))
                .filter(task -> of.map(deployment -> belongs(task, deployment)).orElse(true))
                .toList();
    }

    /** A service's task is started by its deployment. */
    private static boolean belongs(Task task, Deployment deployment) {
        return (task.startedBy() != null && task.startedBy().startsWith("ecs-svc/"))
                ? task.startedBy().equals(deployment.id())
                : Objects.equals(task.taskDefinitionArn(), deployment.taskDefinition());
    }

    /** How much a stopped task tells: one that died by itself most, one that a scheduler stopped for its own ends nothing. */
    private static int rank(Task task) {
        return switch (Objects.requireNonNullElse(task.stopCodeAsString(), "")) {
            case "EssentialContainerExited", "TaskFailedToStart" -> 2;
            default -> text(task.stoppedReason()).contains("health checks") ? 1 : 0;
        };
    }

    private static Instant ended(Task task) {
        return Stream.of(task.stoppedAt(), task.stoppingAt(), task.createdAt())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private FailureChain ofStopped(Service service, List<Task> stopped, List<ServiceEvent> events) {
        Task telling = stopped.getFirst();
        List<String> lines = List.of();
        for (Task task : stopped.stream()
                .filter(task -> rank(task) == rank(stopped.getFirst()))
                .limit(TASKS_ASKED)
                .toList()) {
            List<String> said = output.of(task);
            if (!said.isEmpty()) {
                telling = task;
                lines = said;
                break;
            }
        }
        StoppedTask task = TaskEnd.of(telling, image(telling), cloud.now());
        return new FailureChain(
                cloud.now(),
                service.serviceName(),
                cause(service, task, events, lines),
                Optional.empty(),
                events,
                Optional.of(task),
                TellingLine.excerpt(lines),
                List.of(),
                "");
    }

    private String cause(Service service, StoppedTask task, List<ServiceEvent> events, List<String> lines) {
        String name = service.serviceName();
        return switch (task.stopCode()) {
            case "EssentialContainerExited" ->
                "The process of " + name + " ended with " + ending(task)
                        + TellingLine.of(lines).map(line -> ": " + line).orElse(", and there is nothing in its log");
            case "TaskFailedToStart" -> "No task of " + name + " could start: " + startFailure(task);
            default -> {
                String reason = unhealthy(service, events);
                yield "No task of " + name + " got healthy: " + (reason.isEmpty() ? task.reason() : reason)
                        + lastWords(lines);
            }
        };
    }

    private static String ending(StoppedTask task) {
        return task.containers().stream()
                .filter(container -> container.exitCode().isPresent())
                .max(Comparator.comparing(container -> container.exitCode().getAsInt() != 0))
                .map(container -> {
                    int code = container.exitCode().getAsInt();
                    String words =
                            code > 128 ? "exit code " + code + " (signal " + (code - 128) + ")" : "exit code " + code;
                    return container.reason().isEmpty() ? words : words + ", " + container.reason();
                })
                .orElse("no exit code");
    }

    private static String startFailure(StoppedTask task) {
        return Stream.concat(
                        task.containers().stream().map(StoppedTask.ContainerExit::reason), Stream.of(task.reason()))
                .filter(reason -> !reason.isEmpty())
                .max(Comparator.comparingInt(String::length))
                .orElse("ECS gives no reason");
    }

    private static String lastWords(List<String> lines) {
        return TellingLine.of(lines).map(line -> "; its log says: " + line).orElse("");
    }

    /** Why the balancer does not find the service's tasks healthy, in its words; empty when it says nothing. */
    private String unhealthy(Service service, List<ServiceEvent> events) {
        for (ServiceEvent event : events.reversed()) {
            Matcher reason = UNHEALTHY.matcher(event.message());
            if (reason.find()) {
                return reason.group(1);
            }
        }
        return service.loadBalancers().stream()
                .map(balancer -> balancer.targetGroupArn())
                .filter(Objects::nonNull)
                .flatMap(group -> cloud
                        .balancers()
                        .describeTargetHealth(request -> request.targetGroupArn(group))
                        .targetHealthDescriptions()
                        .stream())
                .map(target -> target.targetHealth())
                .filter(health -> health.state() == TargetHealthStateEnum.UNHEALTHY)
                .map(FailureReader::words)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String words(TargetHealth health) {
        return health.description() == null ? text(health.reasonAsString()) : health.description();
    }

    private List<String> runningLines(String cluster, Service service, Optional<Deployment> of) {
        return tasks(cluster, service, of, DesiredStatus.RUNNING).stream()
                .sorted(Comparator.comparing(FailureReader::ended).reversed())
                .limit(TASKS_ASKED)
                .map(output::of)
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<ServiceEvent> events(Service service, Optional<Deployment> since) {
        Set<String> told = new LinkedHashSet<>();
        return service.events().stream()
                .filter(event -> event.message() != null && event.createdAt() != null)
                .filter(event -> since.map(Deployment::createdAt)
                        .map(began -> !event.createdAt().isBefore(began))
                        .orElse(true))
                .filter(event -> TROUBLE.matcher(event.message()).find() && told.add(event.message()))
                .limit(EVENTS_SHOWN)
                .map(event -> new ServiceEvent(event.createdAt(), service.serviceName(), event.message()))
                .toList()
                .reversed();
    }

    private static String image(Task task) {
        return task.containers().stream()
                .map(Container::image)
                .filter(Objects::nonNull)
                .findFirst()
                .map(ImageReference::tag)
                .orElse("");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
