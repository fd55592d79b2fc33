package slipway.localcloud.ecs;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;

/** What RegisterTaskDefinition refuses. */
final class TaskDefinitionRules {
    /** Fargate's pairs: CPU units to megabytes of memory. */
    private static final Map<Integer, List<Integer>> SIZES = Map.of(
            256, List.of(512, 1024, 2048),
            512, steps(1024, 4096, 1024),
            1024, steps(2048, 8192, 1024),
            2048, steps(4096, 16_384, 1024),
            4096, steps(8192, 30_720, 1024),
            8192, steps(16_384, 61_440, 4096),
            16_384, steps(32_768, 122_880, 8192));

    private static final int LONGEST_STOP_SECONDS = 120;

    private TaskDefinitionRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        String family = request.family();
        if (family == null || !family.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsErrors.client("Family contains invalid characters: '" + family + "'.");
        }
        if (request.containerDefinitions().isEmpty()) {
            throw EcsErrors.client("Container list cannot be empty.");
        }
        boolean fargate = request.requiresCompatibilities().contains(Compatibility.FARGATE);
        if (fargate) {
            checkFargate(request);
        }
        Set<String> volumes = new HashSet<>();
        for (Volume volume : request.volumes()) {
            volumes.add(volume.name());
        }
        Set<String> names = new HashSet<>();
        boolean essential = false;
        for (ContainerDefinition container : request.containerDefinitions()) {
            checkContainer(container, volumes, fargate);
            if (!names.add(container.name())) {
                throw EcsErrors.client("Container.name contains duplicates: '" + container.name() + "'.");
            }
            essential |= !Boolean.FALSE.equals(container.essential());
            boolean logs = container.logConfiguration() != null
                    && container.logConfiguration().logDriver() == LogDriver.AWSLOGS;
            if (fargate && logs && request.executionRoleArn() == null) {
                throw EcsErrors.client(
                        "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
            }
        }
        if (!essential) {
            throw EcsErrors.client("A task definition must have at least one essential container.");
        }
    }

    private static void checkFargate(RegisterTaskDefinitionRequest request) {
        if (request.networkMode() != NetworkMode.AWSVPC) {
            throw EcsErrors.client("Fargate only supports network mode 'awsvpc'.");
        }
        Integer cpu = number(request.cpu());
        Integer memory = number(request.memory());
        if (cpu == null || memory == null) {
            throw EcsErrors.client("Fargate requires that 'cpu' and 'memory' be defined at the task level.");
        }
        if (!SIZES.getOrDefault(cpu, List.of()).contains(memory)) {
            throw EcsErrors.client(
                    "No Fargate configuration exists for given values: " + cpu + " CPU, " + memory + " memory.");
        }
    }

    private static void checkContainer(ContainerDefinition container, Set<String> volumes, boolean fargate) {
        String name = container.name();
        if (name == null || !name.matches("[A-Za-z0-9_-]{1,255}")) {
            throw EcsErrors.client("Container.name contains invalid characters: '" + name + "'.");
        }
        if (container.image() == null || container.image().isBlank()) {
            throw EcsErrors.client("Container.image should not be null or empty.");
        }
        for (MountPoint mount : container.mountPoints()) {
            if (!volumes.contains(mount.sourceVolume())) {
                throw EcsErrors.client("Unknown volume '" + mount.sourceVolume() + "'.");
            }
        }
        if (fargate && container.stopTimeout() != null && container.stopTimeout() > LONGEST_STOP_SECONDS) {
            throw EcsErrors.client("The stopTimeout of container '" + name + "' is at most " + LONGEST_STOP_SECONDS
                    + " seconds on Fargate, not " + container.stopTimeout() + ".");
        }
        HealthCheck health = container.healthCheck();
        if (health != null && health.command().isEmpty()) {
            throw EcsErrors.client("The health check of container '" + name + "' has no command.");
        }
        ContainerRestartPolicy restart = container.restartPolicy();
        if (restart != null && restart.restartAttemptPeriod() != null) {
            int period = restart.restartAttemptPeriod();
            if (period < 60 || period > 1800) {
                throw EcsErrors.client("The restartAttemptPeriod of container '" + name
                        + "' must be between 60 and 1800 seconds, not " + period + ".");
            }
        }
    }

    /** CPU units or megabytes, also in the forms {@code .5 vCPU} and {@code 1 GB}; null when it is neither. */
    static @Nullable Integer number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.matches("\\d{1,7}")) {
            return Integer.valueOf(plain);
        }
        if (plain.matches("\\d*\\.?\\d+ ?(vcpu|gb)")) {
            return (int) (1024 * Double.parseDouble(plain.replaceAll("[^0-9.]", "")));
        }
        return null;
    }

    private static List<Integer> steps(int from, int to, int step) {
        Stream<Integer> sizes = IntStream.rangeClosed(0, (to - from) / step).mapToObj(index -> from + index * step);
        return sizes.toList();
    }
}
