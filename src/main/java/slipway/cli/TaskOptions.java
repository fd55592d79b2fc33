package slipway.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.SessionTask;
import slipway.model.Tier;

/** The options that choose a task. */
final class TaskOptions {
    @Option(
            names = "--tier",
            paramLabel = "client|api",
            description = "On a task of this tier; the api unless given. The newest healthy one is taken.")
    private Optional<Tier> tier = Optional.empty();

    @Option(names = "--colour", paramLabel = "blue|green", description = "Of one colour of the tier only.")
    private Optional<Colour> colour = Optional.empty();

    @Option(
            names = "--task",
            paramLabel = "ID",
            description = "On this task, by its id or how that begins, healthy or not.")
    private Optional<String> task = Optional.empty();

    SessionTask chosen(SessionDeeds sessions, EnvironmentName environment) {
        return sessions.task(environment, tier, colour, task);
    }
}
