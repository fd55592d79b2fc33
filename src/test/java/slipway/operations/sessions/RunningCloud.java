package slipway.operations.sessions;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import slipway.async.SystemTimer;
import slipway.cloud.Cloud;
import slipway.cloud.LocalCloudLauncher;
import slipway.cloud.LocalEndpoint;
import slipway.cloud.Target;
import slipway.cloud.aws.LocalEndpointFiles;
import slipway.cloud.aws.SdkCloudConnector;
import slipway.model.EnvironmentName;
import slipway.model.SessionTask;
import slipway.model.Tier;

/** For benchmarks: sessions on the local cloud that runs on a state folder and has the environment {@code dev}. */
public final class RunningCloud implements AutoCloseable {
    private final SystemTimer timer = new SystemTimer();
    private final Cloud cloud;
    private final Sessions sessions;

    public RunningCloud(Path state) {
        var files = new LocalEndpointFiles(state);
        cloud = new SdkCloudConnector(
                        new LocalCloudLauncher() {
                            @Override
                            public LocalEndpoint ensureRunning() {
                                return running().orElseThrow();
                            }

                            @Override
                            public Optional<LocalEndpoint> running() {
                                return files.read();
                            }
                        },
                        InstantSource.system())
                .connect(new Target.Local());
        sessions = new Sessions(cloud, timer, InstantSource.system());
    }

    public Sessions sessions() {
        return sessions;
    }

    /** The newest api. */
    public SessionTask task() {
        return sessions.newest(new EnvironmentName("dev"), Tier.API, Optional.empty());
    }

    @Override
    public void close() {
        sessions.close();
        cloud.close();
        timer.close();
    }
}
