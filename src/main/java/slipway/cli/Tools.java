package slipway.cli;

import java.util.function.Function;
import picocli.CommandLine;
import slipway.cloud.Target;

/**
 * What every command works with.
 *
 * @param deeds opens a target: starts the local cloud, or finds the region
 */
record Tools(CommandContext context, SharedOptions options, Function<Target, Deeds> deeds, Answers answers) {
    Deeds open(Target target) {
        return deeds.apply(target);
    }

    Target target(CommandLine command) {
        return options.target(command);
    }
}
