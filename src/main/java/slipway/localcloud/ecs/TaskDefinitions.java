package slipway.localcloud.ecs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;

/** Operations on task definitions. The fleet's monitor is held. */
final class TaskDefinitions {
    private final Fleet fleet;

    TaskDefinitions(Fleet fleet) {
        this.fleet = fleet;
    }

    Fleet.Definition register(RegisterTaskDefinitionRequest request) {
        TaskDefinitionRules.check(request);
        int revision = 1 + newestRevision(request.family());
        boolean awsvpc = request.networkMode() == NetworkMode.AWSVPC;
        List<Compatibility> compatibilities = new ArrayList<>(List.of(Compatibility.EC2));
        if (awsvpc) {
            compatibilities.add(Compatibility.FARGATE);
        }
        String arn = fleet.place().arn("ecs", "task-definition/" + request.family() + ":" + revision);
        TaskDefinition definition = TaskDefinition.builder()
                .taskDefinitionArn(arn)
                .family(request.family())
                .revision(revision)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(request.containerDefinitions().stream()
                        .map(container -> completed(container, awsvpc))
                        .toList())
                .cpu(inUnits(request.cpu()))
                .memory(inUnits(request.memory()))
                .networkMode(request.networkMode())
                .requiresCompatibilities(request.requiresCompatibilities())
                .compatibilities(compatibilities)
                .requiresAttributes(attributes(request))
                .executionRoleArn(request.executionRoleArn())
                .taskRoleArn(request.taskRoleArn())
                .volumes(request.volumes())
                .placementConstraints(request.placementConstraints())
                .pidMode(request.pidMode())
                .ipcMode(request.ipcMode())
                .runtimePlatform(request.runtimePlatform())
                .ephemeralStorage(request.ephemeralStorage())
                .registeredAt(fleet.now())
                .registeredBy(fleet.place().globalArn("iam", "root"))
                .build();
        var kept = new Fleet.Definition(definition, request.tags());
        fleet.definitions().put(arn, kept);
        fleet.save();
        return kept;
    }

    Fleet.Definition describe(@Nullable String reference) {
        Fleet.Definition definition = fleet.definition(reference);
        if (definition == null) {
            throw EcsErrors.client("Unable to describe task definition.");
        }
        return definition;
    }

    Fleet.Definition deregister(@Nullable String reference) {
        if (reference == null
                || !reference.substring(reference.lastIndexOf('/') + 1).contains(":")) {
            throw EcsErrors.invalid("Invalid revision number. Number: null");
        }
        Fleet.Definition known = fleet.definition(reference);
        if (known == null) {
            throw EcsErrors.client("The specified task definition does not exist. Specify a valid account, family,"
                    + " revision and try again.");
        }
        var gone = new Fleet.Definition(
                known.definition().toBuilder()
                        .status(TaskDefinitionStatus.INACTIVE)
                        .deregisteredAt(fleet.now())
                        .build(),
                known.tags());
        fleet.definitions().put(gone.definition().taskDefinitionArn(), gone);
        fleet.save();
        return gone;
    }

    List<String> arns(ListTaskDefinitionsRequest request) {
        TaskDefinitionStatus status = request.status() == null ? TaskDefinitionStatus.ACTIVE : request.status();
        List<TaskDefinition> found = new ArrayList<>(fleet.definitions().values().stream()
                .map(Fleet.Definition::definition)
                .filter(definition -> definition.status() == status)
                .filter(definition ->
                        request.familyPrefix() == null || definition.family().equals(request.familyPrefix()))
                .sorted(Comparator.comparing(TaskDefinition::family).thenComparing(TaskDefinition::revision))
                .toList());
        return (request.sort() == SortOrder.DESC ? found.reversed() : found)
                .stream().map(TaskDefinition::taskDefinitionArn).toList();
    }

    List<String> families(ListTaskDefinitionFamiliesRequest request) {
        Set<String> active = new LinkedHashSet<>();
        Set<String> all = new LinkedHashSet<>();
        for (Fleet.Definition kept : fleet.definitions().values()) {
            String family = kept.definition().family();
            if (request.familyPrefix() == null || family.startsWith(request.familyPrefix())) {
                all.add(family);
                if (kept.definition().status() == TaskDefinitionStatus.ACTIVE) {
                    active.add(family);
                }
            }
        }
        if (request.status() == TaskDefinitionFamilyStatus.ACTIVE) {
            all.retainAll(active);
        } else if (request.status() == TaskDefinitionFamilyStatus.INACTIVE) {
            all.removeAll(active);
        }
        return all.stream().sorted().toList();
    }

    private int newestRevision(String family) {
        return fleet.definitions().values().stream()
                .map(Fleet.Definition::definition)
                .filter(definition -> definition.family().equals(family))
                .mapToInt(TaskDefinition::revision)
                .max()
                .orElse(0);
    }

    /** What ECS adds to what it is given. */
    private static ContainerDefinition completed(ContainerDefinition container, boolean awsvpc) {
        List<PortMapping> ports = container.portMappings().stream()
                .map(mapping -> mapping.toBuilder()
                        .hostPort(awsvpc || mapping.hostPort() == null ? mapping.containerPort() : mapping.hostPort())
                        .protocol(mapping.protocol() == null ? TransportProtocol.TCP : mapping.protocol())
                        .build())
                .toList();
        ContainerDefinition.Builder whole = container.toBuilder()
                .cpu(container.cpu() == null ? 0 : container.cpu())
                .essential(!Boolean.FALSE.equals(container.essential()))
                .portMappings(ports)
                .environment(container.environment())
                .mountPoints(container.mountPoints())
                .volumesFrom(container.volumesFrom())
                .systemControls(container.systemControls());
        if (container.healthCheck() != null) {
            var check = container.healthCheck();
            whole.healthCheck(check.toBuilder()
                    .interval(check.interval() == null ? 30 : check.interval())
                    .timeout(check.timeout() == null ? 5 : check.timeout())
                    .retries(check.retries() == null ? 3 : check.retries())
                    .build());
        }
        return whole.build();
    }

    private static List<Attribute> attributes(RegisterTaskDefinitionRequest request) {
        Set<String> names = new LinkedHashSet<>();
        for (ContainerDefinition container : request.containerDefinitions()) {
            if (container.logConfiguration() != null) {
                names.add("com.amazonaws.ecs.capability.logging-driver."
                        + container.logConfiguration().logDriverAsString());
            }
            if (container.image().contains(".dkr.ecr.")) {
                names.add("com.amazonaws.ecs.capability.ecr-auth");
            }
            if (container.healthCheck() != null) {
                names.add("ecs.capability.container-health-check");
            }
        }
        if (request.taskRoleArn() != null) {
            names.add("com.amazonaws.ecs.capability.task-iam-role");
        }
        if (request.networkMode() == NetworkMode.AWSVPC) {
            names.add("ecs.capability.task-eni");
        }
        if (request.volumes().stream().anyMatch(volume -> volume.efsVolumeConfiguration() != null)) {
            names.add("ecs.capability.efs");
        }
        return names.stream()
                .map(name -> Attribute.builder().name(name).build())
                .toList();
    }

    private static @Nullable String inUnits(@Nullable String size) {
        Integer number = TaskDefinitionRules.number(size);
        return number == null ? size : number.toString();
    }
}
