package slipway.operations.sessions;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.SessionTask;
import slipway.operations.Failures;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;

/** What the environment of a task's container says. */
final class TaskVariables {
    private static final int REDIS_PORT = 6379;
    private static final String REDIS_URL = "REDIS_URL";

    private final Cloud cloud;

    TaskVariables(Cloud cloud) {
        this.cloud = cloud;
    }

    InetSocketAddress redis(SessionTask task) {
        return Failures.translated("find Redis by task " + task.id(), () -> {
            String definition =
                    cloud
                            .ecs()
                            .describeTasks(
                                    request -> request.cluster(task.cluster()).tasks(task.id()))
                            .tasks()
                            .stream()
                            .map(Task::taskDefinitionArn)
                            .findFirst()
                            .orElseThrow(() -> notFound("Task " + task.id() + " is gone. Choose another one."));
            return cloud
                    .ecs()
                    .describeTaskDefinition(request -> request.taskDefinition(definition))
                    .taskDefinition()
                    .containerDefinitions()
                    .stream()
                    .filter(container -> task.container().equals(container.name()))
                    .flatMap(container -> container.environment().stream())
                    .filter(variable -> REDIS_URL.equals(variable.name()))
                    .map(KeyValuePair::value)
                    .flatMap(url -> address(url).stream())
                    .findFirst()
                    .orElseThrow(() ->
                            notFound("Task " + task.id() + " of " + task.tier().label() + " has no variable "
                                    + REDIS_URL + " that names a host. Choose a task of the api."));
        });
    }

    private static Optional<InetSocketAddress> address(String url) {
        try {
            URI uri = URI.create(url);
            return Optional.ofNullable(uri.getHost())
                    .map(host ->
                            InetSocketAddress.createUnresolved(host, uri.getPort() < 0 ? REDIS_PORT : uri.getPort()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static FailureException notFound(String words) {
        return new FailureException(new Failure.NotFound(words, ""));
    }
}
