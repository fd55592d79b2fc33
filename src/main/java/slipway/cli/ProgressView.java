package slipway.cli;

import java.util.function.Consumer;
import slipway.model.DeployProgress;

/** Shows a deployment or deletion while it is carried out. */
interface ProgressView extends Consumer<DeployProgress> {
    /** Leaves the screen as it is; what is printed next begins on a line of its own. */
    void end();
}
