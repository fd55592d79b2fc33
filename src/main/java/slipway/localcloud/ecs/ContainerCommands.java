package slipway.localcloud.ecs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.process.ChildSpec;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/**
 * What a container's process is started with. Its environment is the image's, the definition's, an override's and the
 * runtime's: BIND, the task's address, and PORT, its first container port. Discovery names in values become addresses,
 * for no name server here knows them.
 */
final class ContainerCommands {
    private final Discovery discovery;
    private final TaskState task;
    private final String address;

    ContainerCommands(Discovery discovery, TaskState task, String address) {
        this.discovery = discovery;
        this.task = task;
        this.address = address;
    }

    ChildSpec spec(ContainerDefinition container, ContainerImage image, Path folder) throws TaskStartFailure {
        ContainerOverride override = override(container.name());
        List<String> command = new ArrayList<>(container.hasEntryPoint() ? container.entryPoint() : image.entrypoint());
        if (override.hasCommand()) {
            command.addAll(override.command());
        } else if (container.hasCommand()) {
            command.addAll(container.command());
        } else if (!container.hasEntryPoint()) {
            // As with Docker: an entry point of one's own leaves the image's arguments out.
            command.addAll(image.command());
        }
        if (command.isEmpty()) {
            throw TaskStartFailure.start("neither container " + container.name() + " nor its image has a command");
        }
        Map<String, String> environment = new LinkedHashMap<>(image.environment());
        if (!container.portMappings().isEmpty()) {
            environment.put(
                    "PORT", container.portMappings().getFirst().containerPort().toString());
        }
        put(container.environment(), environment);
        put(override.environment(), environment);
        environment.put("BIND", address);
        environment.replaceAll((name, value) -> discovery.rewrite(value));
        return new ChildSpec(task.arn(), command, folder, environment);
    }

    private ContainerOverride override(String container) {
        var overrides = task.task().overrides();
        if (overrides != null) {
            for (ContainerOverride override : overrides.containerOverrides()) {
                if (container.equals(override.name())) {
                    return override;
                }
            }
        }
        return ContainerOverride.builder().build();
    }

    private static void put(List<KeyValuePair> pairs, Map<String, String> environment) {
        pairs.forEach(pair -> environment.put(pair.name(), pair.value() == null ? "" : pair.value()));
    }
}
