package slipway.ui.shell;

import java.util.List;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Texts;
import slipway.ui.workspace.Workspace;

/** Asks what becomes of what goes on without the window. */
final class ClosingQuestion {
    private final Workspace workspace;
    private final Dialogs dialogs;
    private final Runnable close;

    ClosingQuestion(Workspace workspace, Dialogs dialogs, Runnable close) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.close = close;
    }

    void ask(ShellViewModel.Closing closing) {
        switch (closing) {
            case LEAVES_NOTHING -> close.run();
            case LEAVES_LOCAL_CLOUD -> askAboutLocalCloud();
            case LEAVES_OPERATION -> askAboutOperation();
        }
    }

    private void askAboutLocalCloud() {
        String underWay = workspace.operation().busy()
                ? " Stacks under way finish if it runs on; Continue completes the rest."
                : "";
        dialogs.ask(
                "Leave the local cloud running?",
                Texts.wrapped(
                        "The application goes on answering without this window. Stopping ends its processes; what is"
                                + " deployed comes back with the next start." + underWay,
                        "t13",
                        "ink2"),
                List.of(
                        new Dialogs.Choice("Back", "", true, () -> {}),
                        new Dialogs.Choice("Stop it and close", "", false, () -> workspace.stopLocalCloud(close)),
                        new Dialogs.Choice("Leave it running", "primary", false, close)));
    }

    private void askAboutOperation() {
        dialogs.ask(
                "Close while stacks are under way?",
                Texts.wrapped(
                        "Those under way finish without this window. Those that wait for them are not started;"
                                + " Continue does that later.",
                        "t13",
                        "ink2"),
                List.of(new Dialogs.Choice("Back", "", true, () -> {}), new Dialogs.Choice("Close", "", false, close)));
    }
}
