package slipway.cli;

import java.util.function.Consumer;
import slipway.model.DeployProgress;

/** Shows progress on standard error: redrawn in place on a terminal, else one line per change. */
interface ProgressView extends Consumer<DeployProgress>, AutoCloseable {
    static ProgressView of(CommandContext context, String title) {
        return context.terminal().canRedraw()
                ? new ProgressScreen(context, title)
                : new ProgressLines(context.err(), title);
    }

    /** Takes what happened; called on threads of the operation, one call at a time. */
    @Override
    void accept(DeployProgress progress);

    /** Leaves the last state on the screen. */
    @Override
    void close();
}
