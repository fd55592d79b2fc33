package slipway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import slipway.async.Timer;
import slipway.cloud.CloudConnector;
import slipway.cloud.LocalCloudLauncher;

/**
 * What the commands are given by the composition root.
 *
 * @param home the folder that holds {@code client} and {@code api}
 * @param clock real time
 * @param out standard output, for results
 * @param err standard error, for progress and failures
 * @param terminal whether a person reads and answers
 */
public record CommandContext(
        CloudConnector clouds,
        LocalCloudLauncher launcher,
        LocalCloudServer server,
        ConsoleLauncher console,
        Path home,
        Timer timer,
        InstantSource clock,
        PrintWriter out,
        PrintWriter err,
        UserTerminal terminal) {}
