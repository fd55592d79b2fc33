package slipway.localcloud.ssm;

import java.net.URI;
import java.util.function.Supplier;
import slipway.localcloud.agents.Agents;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/**
 * What sessions run with.
 *
 * @param agents whose containers they can be opened in
 * @param logs takes what terminals show
 * @param endpoint where clients reach data channels, {@code ws://127.0.0.1:PORT}; known before the first session
 */
public record SessionRuntime(
        CloudClock clock, Agents agents, ChildProcesses processes, CloudWatchLogsClient logs, Supplier<URI> endpoint) {}
