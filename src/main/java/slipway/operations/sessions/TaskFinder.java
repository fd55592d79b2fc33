package slipway.operations.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import slipway.operations.TaskEnd;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Finds the tasks of an environment's two tiers, and whether a session can be opened on them. */
final class TaskFinder {
    private static final int TASKS_PER_CALL = 100;
    private static final Comparator<SessionTask> NEWEST = Comparator.comparing(
                    (SessionTask task) -> Objects.requireNonNullElse(task.started(), Instant.MAX))
            .reversed()
            .thenComparing(SessionTask::id);

    private final Cloud cloud;

    TaskFinder(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Which service of which tier it is. */
    private record Place(Tier tier, Colour colour, Optional<String> targetGroup) {}

    /** Those that run or shall run, the newest first; those on their way out are not among them. */
    List<SessionTask> all(EnvironmentName environment) {
        return Failures.translated("find the tasks of " + environment, () -> {
            String cluster = cluster(environment);
            return described(environment, cluster, arns(cluster, DesiredStatus.RUNNING));
        });
    }

    private List<SessionTask> described(EnvironmentName environment, String cluster, List<String> arns) {
        List<Task> found = new ArrayList<>();
        for (int from = 0; from < arns.size(); from += TASKS_PER_CALL) {
            List<String> batch = arns.subList(from, Math.min(arns.size(), from + TASKS_PER_CALL));
            found.addAll(cloud.ecs()
                    .describeTasks(request -> request.cluster(cluster).tasks(batch))
                    .tasks());
        }
        Map<String, Place> places = places(environment, cluster, found);
        Map<String, Set<String>> healthy = new HashMap<>();
        List<SessionTask> tasks = new ArrayList<>();
        for (Task task : found) {
            Place place = places.get(TaskEnd.service(task));
            if (place != null) {
                tasks.add(of(environment, cluster, task, place, healthy));
            }
        }
        tasks.sort(NEWEST);
        return List.copyOf(tasks);
    }

    private String cluster(EnvironmentName environment) {
        String stack = EnvironmentStack.PLATFORM.in(environment);
        DescribeStacksResponse answer;
        try {
            answer = cloud.cloudFormation().describeStacks(request -> request.stackName(stack));
        } catch (CloudFormationException refused) {
            if (!Failures.stackIsMissing(refused)) {
                throw refused;
            }
            throw new FailureException(
                    new Failure.NotFound(
                            "Nothing is deployed in " + environment + "; slipway deploy --env " + environment
                                    + " deploys it.",
                            Failures.words(refused)),
                    refused);
        }
        return answer.stacks().stream()
                .flatMap(found -> found.outputs().stream())
                .filter(output -> "ClusterName".equals(output.outputKey()))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "The stack " + stack + " names no cluster; deploy " + environment + " again.", "")));
    }

    private List<String> arns(String cluster, DesiredStatus status) {
        return cloud
                .ecs()
                .listTasksPaginator(request ->
                        request.cluster(cluster).desiredStatus(status).maxResults(TASKS_PER_CALL))
                .taskArns()
                .stream()
                .toList();
    }

    private Map<String, Place> places(EnvironmentName environment, String cluster, List<Task> tasks) {
        Map<String, EnvironmentStack> stacks = new HashMap<>();
        for (Task task : tasks) {
            String service = TaskEnd.service(task);
            EnvironmentStack.named(environment, service)
                    .filter(stack -> stack.tier().isPresent())
                    .ifPresent(stack -> stacks.put(service, stack));
        }
        Map<String, Place> places = new HashMap<>();
        if (stacks.isEmpty()) {
            return places;
        }
        // Four at most: two tiers of two colours.
        List<Service> services = cloud.ecs()
                .describeServices(request -> request.cluster(cluster).services(stacks.keySet()))
                .services();
        for (Service service : services) {
            EnvironmentStack stack = stacks.get(service.serviceName());
            if (stack != null) {
                places.put(
                        service.serviceName(),
                        new Place(
                                stack.tier().orElseThrow(),
                                stack.colour().orElseThrow(),
                                service.loadBalancers().stream()
                                        .map(balancer -> balancer.targetGroupArn())
                                        .filter(Objects::nonNull)
                                        .findFirst()));
            }
        }
        return places;
    }

    private SessionTask of(
            EnvironmentName environment, String cluster, Task task, Place place, Map<String, Set<String>> healthy) {
        Container container = application(task, place.tier());
        boolean stopping = DesiredStatus.STOPPED.toString().equals(task.desiredStatus());
        boolean runs = "RUNNING".equals(task.lastStatus()) && !stopping;
        boolean judged = place.targetGroup()
                .map(group ->
                        healthy.computeIfAbsent(group, this::healthyTargets).contains(address(task)))
                .orElseGet(() -> task.healthStatus() != HealthStatus.UNHEALTHY);
        return new SessionTask(
                environment,
                cluster,
                place.tier(),
                place.colour(),
                TaskEnd.id(task),
                container.name(),
                Objects.requireNonNullElse(container.runtimeId(), ""),
                Objects.requireNonNullElse(task.lastStatus(), ""),
                stopping,
                runs && judged,
                Boolean.TRUE.equals(task.enableExecuteCommand()),
                agent(container).map(ManagedAgent::lastStatus).orElse(""),
                task.startedAt());
    }

    /** The container that has its tier's name; sidecars have others. */
    static Container application(Task task, Tier tier) {
        return task.containers().stream()
                .filter(container -> tier.label().equals(container.name()))
                .findFirst()
                .or(() -> task.containers().stream().findFirst())
                .orElseGet(() -> Container.builder().name(tier.label()).build());
    }

    static Optional<ManagedAgent> agent(Container container) {
        return container.managedAgents().stream()
                .filter(agent -> agent.name() == ManagedAgentName.EXECUTE_COMMAND_AGENT)
                .findFirst();
    }

    private Set<String> healthyTargets(String group) {
        Set<String> healthy = new HashSet<>();
        cloud
                .balancers()
                .describeTargetHealth(request -> request.targetGroupArn(group))
                .targetHealthDescriptions()
                .stream()
                .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
                .forEach(target -> healthy.add(target.target().id()));
        return healthy;
    }

    private static String address(Task task) {
        return task.attachments().stream()
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> "privateIPv4Address".equals(detail.name()))
                .map(KeyValuePair::value)
                .findFirst()
                .orElse("");
    }

    /** The newest task of a tier that a session opens on. */
    SessionTask newest(EnvironmentName environment, Tier tier, Optional<Colour> colour) {
        List<SessionTask> ofTier = all(environment).stream()
                .filter(task -> task.tier() == tier
                        && colour.map(wanted -> wanted == task.colour()).orElse(true))
                .toList();
        return ofTier.stream()
                .filter(SessionTask::ready)
                .findFirst()
                // One whose agent is starting is waited for; one without ECS Exec is refused with the reason.
                .or(() -> ofTier.stream()
                        .filter(task -> task.healthy() && task.execEnabled())
                        .findFirst())
                .or(() -> ofTier.stream().filter(SessionTask::healthy).findFirst())
                .orElseThrow(() -> new FailureException(none(environment, tier, colour, ofTier)));
    }

    private static Failure none(
            EnvironmentName environment, Tier tier, Optional<Colour> colour, List<SessionTask> tasks) {
        String whose = tier.label() + colour.map(found -> " " + found.label()).orElse("");
        if (tasks.isEmpty()) {
            return new Failure.NotFound(
                    "No task of " + whose + " runs in " + environment
                            + (colour.isPresent()
                                    ? ". Without a colour the newest of both is taken; slipway status lists what runs."
                                    : ". slipway status shows why; slipway deploy starts what is missing."),
                    "");
        }
        return new Failure.NotFound(
                "No task of " + whose + " in " + environment + " is healthy: "
                        + tasks.stream().map(TaskFinder::words).collect(Collectors.joining(", "))
                        + ". Name one with --task to try all the same, or wait until one is healthy.",
                "");
    }

    private static String words(SessionTask task) {
        return task.shortId() + " is "
                + (task.stopping()
                        ? "being stopped"
                        : task.lastStatus().equals("RUNNING") ? "unhealthy" : task.lastStatus());
    }

    /** One task, by its id or how that begins, healthy or not. */
    SessionTask byId(EnvironmentName environment, String id, Optional<Tier> tier, Optional<Colour> colour) {
        List<SessionTask> found = all(environment).stream()
                .filter(task -> task.id().startsWith(id))
                .filter(task -> tier.map(wanted -> wanted == task.tier()).orElse(true))
                .filter(task -> colour.map(wanted -> wanted == task.colour()).orElse(true))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new FailureException(
                found.isEmpty() ? unknown(environment, id, tier, colour) : several(environment, id, found));
    }

    private Failure unknown(EnvironmentName environment, String id, Optional<Tier> tier, Optional<Colour> colour) {
        return Failures.translated("find task " + id + " of " + environment, () -> {
            boolean stopped = arns(cluster(environment), DesiredStatus.STOPPED).stream()
                    .anyMatch(arn -> arn.substring(arn.lastIndexOf('/') + 1).startsWith(id));
            return new Failure.NotFound(
                    stopped
                            ? "Task " + id + " of " + environment
                                    + " has stopped, or is being stopped. Leave out --task"
                                    + " for the newest healthy one; slipway status lists those that run."
                            : "There is no task " + id + " of "
                                    + tier.map(Tier::label).orElse("client or api")
                                    + colour.map(wanted -> " " + wanted.label()).orElse("")
                                    + " in " + environment + ". slipway status lists the tasks that run.",
                    "");
        });
    }

    private static Failure several(EnvironmentName environment, String id, List<SessionTask> found) {
        return new Failure.Rejected(
                "Several tasks of " + environment + " begin with " + id + ": "
                        + found.stream().map(SessionTask::id).limit(5).collect(Collectors.joining(", "))
                        + (found.size() > 5 ? " and others" : "") + ". Give more of the id.",
                "");
    }

    /** A task to go on with when another one goes; empty when there is none, or it cannot be found out. */
    Optional<SessionTask> replica(SessionTask gone) {
        return all(gone.environment()).stream()
                .filter(task -> task.tier() == gone.tier() && !task.id().equals(gone.id()) && task.ready())
                .min(Comparator.comparing((SessionTask task) -> task.colour() != gone.colour())
                        .thenComparing(NEWEST));
    }
}
