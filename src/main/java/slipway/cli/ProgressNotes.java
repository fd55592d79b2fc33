package slipway.cli;

import java.util.List;
import slipway.model.DeployProgress;

/** What a run noted along its way. Progress as lines prints each note when it comes; a redrawn screen has no place for them. */
final class ProgressNotes {
    private ProgressNotes() {}

    static List<String> added(DeployProgress ended, UserTerminal terminal) {
        return terminal.canRedraw() ? ended.plan().notes() : List.of();
    }
}
