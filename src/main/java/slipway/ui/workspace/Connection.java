package slipway.ui.workspace;

import slipway.model.Failure;
import slipway.model.Identity;

/** How the console stands to the chosen target. */
public sealed interface Connection {
    /** The local cloud does not run, and nothing was asked to start it. */
    record Asleep(boolean keepsStacks) implements Connection {}

    /** The target is being asked who is acting. */
    record Opening() implements Connection {}

    record Open(TargetOperations operations, Identity identity) implements Connection {}

    record Refused(Failure failure) implements Connection {}
}
