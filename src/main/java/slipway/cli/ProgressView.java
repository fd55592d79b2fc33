package slipway.cli;

import java.util.List;
import java.util.function.Consumer;
import slipway.model.DeployProgress;

/** Shows progress on standard error: redrawn in place on a terminal, else one line per change. */
interface ProgressView extends Consumer<DeployProgress>, AutoCloseable {
    /** @param known notes that were said before, so that they are not repeated */
    static ProgressView of(CommandContext context, String title, List<String> known) {
        return context.terminal().canRedraw()
                ? new ProgressScreen(context, title, known)
                : new ProgressLines(context.err(), title, known);
    }

    /** Takes what happened; called on threads of the operation, one call at a time. */
    @Override
    void accept(DeployProgress progress);

    /** Leaves the last state on the screen. */
    @Override
    void close();
}
