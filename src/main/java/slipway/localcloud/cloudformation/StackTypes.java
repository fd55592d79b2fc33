package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.List;
import slipway.localcloud.cloudformation.resource.AccessPointType;
import slipway.localcloud.cloudformation.resource.AlarmType;
import slipway.localcloud.cloudformation.resource.BalancerType;
import slipway.localcloud.cloudformation.resource.ClusterCapacityType;
import slipway.localcloud.cloudformation.resource.ClusterType;
import slipway.localcloud.cloudformation.resource.DashboardType;
import slipway.localcloud.cloudformation.resource.DiscoveryServiceType;
import slipway.localcloud.cloudformation.resource.EcsServiceType;
import slipway.localcloud.cloudformation.resource.FileSystemType;
import slipway.localcloud.cloudformation.resource.ListenerRuleType;
import slipway.localcloud.cloudformation.resource.ListenerType;
import slipway.localcloud.cloudformation.resource.LogGroupType;
import slipway.localcloud.cloudformation.resource.MetadataTypes;
import slipway.localcloud.cloudformation.resource.MountTargetType;
import slipway.localcloud.cloudformation.resource.NamespaceType;
import slipway.localcloud.cloudformation.resource.RepositoryType;
import slipway.localcloud.cloudformation.resource.ResourceType;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.cloudformation.resource.ScalableTargetType;
import slipway.localcloud.cloudformation.resource.ScalingPolicyType;
import slipway.localcloud.cloudformation.resource.SsmParameterType;
import slipway.localcloud.cloudformation.resource.TargetGroupType;
import slipway.localcloud.cloudformation.resource.TaskDefinitionType;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.volumes.Volumes;

/** Every resource type of the local cloud. A new one is written down here, or in the table of metadata types. */
final class StackTypes {
    private StackTypes() {}

    static ResourceTypes all(CloudClock clock, SiblingClients siblings, Volumes volumes, Discovery discovery) {
        var all = new ArrayList<ResourceType>(List.of(
                new ClusterType(siblings.ecs()),
                new ClusterCapacityType(siblings.ecs()),
                new TaskDefinitionType(siblings.ecs()),
                new EcsServiceType(siblings.ecs(), clock),
                new BalancerType(siblings.balancers()),
                new ListenerType(siblings.balancers()),
                new ListenerRuleType(siblings.balancers()),
                new TargetGroupType(siblings.balancers()),
                new ScalableTargetType(siblings.autoScaling()),
                new ScalingPolicyType(siblings.autoScaling()),
                AlarmType.metric(siblings.cloudWatch()),
                AlarmType.composite(siblings.cloudWatch()),
                new DashboardType(siblings.cloudWatch()),
                new LogGroupType(siblings.logs()),
                new SsmParameterType(siblings.ssm()),
                new RepositoryType(siblings.ecr()),
                new FileSystemType(volumes),
                new AccessPointType(volumes),
                new MountTargetType(volumes),
                new NamespaceType(discovery),
                new DiscoveryServiceType(discovery)));
        all.addAll(MetadataTypes.all());
        return new ResourceTypes(all);
    }
}
