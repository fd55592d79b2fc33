package slipway.localcloud;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import slipway.localcloud.agents.Agents;
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
import slipway.localcloud.ssm.SessionRuntime;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.sts.LocalSts;
import slipway.localcloud.volumes.Volumes;
import slipway.localcloud.wire.DataChannels;
import software.amazon.awssdk.awscore.AwsClient;

/** Every service of the local cloud, each given its neighbours by their SDK interfaces. */
final class Services implements AutoCloseable {
    private final List<AwsClient> clients;
    private final ChildProcesses processes;
    private final Discovery discovery;
    private final VolumeSizes volumeSizes;
    private final LocalSsm ssm;
    private final CompletableFuture<URI> endpoint = new CompletableFuture<>();

    Services(Place place, CloudClock clock, StateFolder state) {
        var addresses = new LoopbackAddresses(state);
        var volumes = new Volumes(state);
        processes = new ChildProcesses(state, clock.realTimer());
        discovery = new Discovery(place, state, addresses);

        String user = System.getProperty("user.name", "user");
        var sts = new LocalSts(place, user);
        var logs = new LocalLogs(place, clock, state);
        var agents = new Agents();
        ssm = new LocalSsm(place, user, state, new SessionRuntime(clock, agents, processes, logs, endpoint::join));
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
                cloudWatch.publisher(),
                ssm,
                agents);
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

    /** What the WebSockets of sessions lead to. */
    DataChannels dataChannels() {
        return ssm::dataChannel;
    }

    /** Says where the API answers, {@code http://127.0.0.1:PORT}, which is where data channels are too. */
    void servedAt(URI api) {
        endpoint.complete(URI.create("ws://" + api.getAuthority()));
    }

    /** Ends every session, and waits a few seconds for its client to hear of it. */
    void endSessions(String reason) {
        ssm.endSessions(reason);
    }

    @Override
    public void close() {
        volumeSizes.close();
        clients.forEach(AwsClient::close);
        discovery.close();
        processes.close();
    }
}
