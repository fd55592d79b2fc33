package slipway.cli;

import slipway.cloud.Target;
import slipway.model.EnvironmentName;

/** Opens the console, for {@code slipway} without a command. Given by the composition root. */
@FunctionalInterface
public interface ConsoleLauncher {
    /** Returns when the window was closed, with the exit status. */
    int open(Target target, EnvironmentName environment);
}
