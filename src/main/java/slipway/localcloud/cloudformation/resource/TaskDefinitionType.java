package slipway.localcloud.cloudformation.resource;

import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * {@code AWS::ECS::TaskDefinition}; the physical id is the revision's ARN. A change registers a new revision; the old one
 * is deregistered in the update's cleanup. A revision that was registered just before the local cloud died stays as an
 * unused one.
 */
public final class TaskDefinitionType implements ResourceType {
    private static final Schema SCHEMA = Schema.of(
            "AWS::ECS::TaskDefinition",
            "ContainerDefinitions:l! Cpu! EnableFaultInjection:b! EphemeralStorage:m! ExecutionRoleArn! Family!"
                    + " InferenceAccelerators:l! IpcMode! Memory! NetworkMode! PidMode! PlacementConstraints:l!"
                    + " ProxyConfiguration:m! RequiresCompatibilities:l! RuntimePlatform:m! Tags:l TaskRoleArn!"
                    + " Volumes:l!",
            "TaskDefinitionArn");

    private final EcsClient ecs;

    public TaskDefinitionType(EcsClient ecs) {
        this.ecs = ecs;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void check(Map<String, Object> properties) {
        PropertyCodec.fill(RegisterTaskDefinitionRequest.builder(), properties);
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String family = PropertyReads.text(properties, "Family");
        TaskDefinition definition = ecs.registerTaskDefinition(
                        PropertyCodec.fill(RegisterTaskDefinitionRequest.builder(), properties)
                                .family(family.isEmpty() ? context.generatedName(255) : family)
                                .build())
                .taskDefinition();
        String arn = definition.taskDefinitionArn();
        return new Created(arn, Map.of("TaskDefinitionArn", arn));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        EcsTags.update(ecs, physicalId, before, after);
        return Map.of("TaskDefinitionArn", physicalId);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        try {
            ecs.deregisterTaskDefinition(request -> request.taskDefinition(physicalId));
        } catch (ClientException gone) {
            // ECS calls a revision that it does not have, or no longer, a client's mistake; here it is what we want.
        }
    }
}
