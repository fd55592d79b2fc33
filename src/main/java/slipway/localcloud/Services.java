package slipway.localcloud;

import java.util.List;
import slipway.localcloud.logs.LocalLogs;
import slipway.localcloud.ssm.LocalSsm;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.sts.LocalSts;
import software.amazon.awssdk.awscore.AwsClient;

/** Every service of the local cloud, each given its neighbours by their SDK interfaces. */
final class Services implements AutoCloseable {
    private final List<AwsClient> clients;

    Services(Place place, CloudClock clock, StateFolder state) {
        var sts = new LocalSts(place, System.getProperty("user.name", "user"));
        var ssm = new LocalSsm(place, clock, state);
        var logs = new LocalLogs(place, clock, state);
        clients = List.of(sts, ssm, logs);
    }

    /** In the order in which they are closed. */
    List<AwsClient> clients() {
        return clients;
    }

    @Override
    public void close() {
        clients.forEach(AwsClient::close);
    }
}
