package slipway.localcloud;

import java.util.List;
import slipway.localcloud.autoscaling.LocalAutoScaling;
import slipway.localcloud.cloudformation.LocalCloudFormation;
import slipway.localcloud.cloudformation.SiblingClients;
import slipway.localcloud.cloudwatch.LocalCloudWatch;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.ecr.LocalEcr;
import slipway.localcloud.ecs.LocalEcs;
import slipway.localcloud.elbv2.LocalElasticLoadBalancing;
import slipway.localcloud.logs.LocalLogs;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.ssm.LocalSsm;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.sts.LocalSts;
import slipway.localcloud.volumes.Volumes;
import software.amazon.awssdk.awscore.AwsClient;

/** Every service of the local cloud, each given its neighbours by their SDK interfaces. */
final class Services implements AutoCloseable {
    private final List<AwsClient> clients;
    private final ChildProcesses processes;
    private final Discovery discovery;
    private final VolumeSizes volumeSizes;

    Services(Place place, CloudClock clock, StateFolder state) {
        var addresses = new LoopbackAddresses(state);
        var volumes = new Volumes(state);
        processes = new ChildProcesses(state, clock.realTimer());
        discovery = new Discovery(place, state, addresses);

        var sts = new LocalSts(place, System.getProperty("user.name", "user"));
        var ssm = new LocalSsm(place, clock, state);
        var logs = new LocalLogs(place, clock, state);
        var ecr = new LocalEcr(place, clock, state);
        var cloudWatch = new LocalCloudWatch(place, clock, state);
        var balancers = new LocalElasticLoadBalancing(place, clock, state, addresses, cloudWatch.publisher());
        var ecs = new LocalEcs(
                place,
                clock,
                state,
                addresses,
                processes,
                discovery,
                volumes::folder,
                ecr,
                balancers,
                logs,
                cloudWatch.publisher());
        volumeSizes = new VolumeSizes(volumes, clock, cloudWatch.publisher());
        var autoScaling = new LocalAutoScaling(place, clock, state, ecs, cloudWatch);
        var stacks = new LocalCloudFormation(
                place,
                clock,
                state,
                new SiblingClients(ecs, balancers, autoScaling, cloudWatch, logs, ssm, ecr),
                volumes,
                discovery);
        // Stacks first: they drive the others. Tasks before the balancers that drain them and the logs they write to.
        clients = List.of(stacks, autoScaling, ecs, balancers, cloudWatch, ecr, logs, ssm, sts);
    }

    /** In the order in which they are closed. */
    List<AwsClient> clients() {
        return clients;
    }

    @Override
    public void close() {
        volumeSizes.close();
        clients.forEach(AwsClient::close);
        discovery.close();
        processes.close();
    }
}
