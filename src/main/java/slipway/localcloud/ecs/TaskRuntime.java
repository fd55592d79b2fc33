package slipway.localcloud.ecs;

import java.nio.file.Path;
import slipway.localcloud.agents.Agents;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * What tasks run with.
 *
 * @param folder where each running task has its files
 */
record TaskRuntime(
        CloudClock clock,
        ChildProcesses processes,
        ImageStore images,
        VolumeFolders volumes,
        Discovery discovery,
        ElasticLoadBalancingV2Client balancers,
        CloudWatchLogsClient logs,
        Agents agents,
        LoopbackAddresses addresses,
        Path folder) {}
