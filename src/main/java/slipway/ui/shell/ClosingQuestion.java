package slipway.ui.shell;

import java.util.List;
import java.util.function.Supplier;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.Texts;
import slipway.ui.workspace.Releases;
import slipway.ui.workspace.Workspace;

/** Asks what becomes of what goes on without the window. */
final class ClosingQuestion {
    private final Workspace workspace;
    private final Dialogs dialogs;
    private final Supplier<ShellViewModel.Closing> closing;
    private final Runnable close;

    /**
     * @param closing what closing leaves behind by then
     * @param close closes the window
     */
    ClosingQuestion(Workspace workspace, Dialogs dialogs, Supplier<ShellViewModel.Closing> closing, Runnable close) {
        this.closing = closing;
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.close = close;
    }

    void ask(ShellViewModel.Closing closing) {
        switch (closing) {
            case LEAVES_NOTHING -> close.run();
            case LEAVES_LOCAL_CLOUD -> askAboutLocalCloud();
            case LEAVES_OPERATION -> askAboutOperation();
            case ENDS_SESSIONS -> askAboutSessions();
            case LEAVES_RELEASE -> askAboutRelease();
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
                                + " deployed comes back with the next start." + underWay + sessions(),
                        "t13",
                        "ink2"),
                List.of(
                        new Dialogs.Choice("Back", "", true, () -> {}),
                        new Dialogs.Choice("Stop it and close", "", false, () -> workspace.stopLocalCloud(close)),
                        new Dialogs.Choice("Leave it running", "primary", false, close)));
    }

    /** Once it is paused, what else goes on is asked about. */
    private void askAboutRelease() {
        boolean pausing = workspace.releases().runsProperty().get().stream().anyMatch(Releases.Run::pausing);
        dialogs.ask(
                pausing ? "Close before the release has paused?" : "Close while a release is under way?",
                Texts.wrapped(
                        pausing
                                ? "It pauses as soon as what it just does has ended. Closed now, it is interrupted where it"
                                        + " stands; Continue goes on with it, from any console."
                                : "Closing pauses it: both colours keep the shares that they have. Continue goes on with it,"
                                        + " from any console.",
                        "t13",
                        "ink2"),
                List.of(
                        new Dialogs.Choice("Back", "", true, () -> {}),
                        pausing
                                ? new Dialogs.Choice("Close now", "", false, close)
                                : new Dialogs.Choice(
                                        "Pause and close",
                                        "primary",
                                        false,
                                        () -> workspace.releases().pause(() -> ask(closing.get())))));
    }

    private void askAboutSessions() {
        dialogs.ask(
                "Close and end what is open in Terminal?",
                Texts.wrapped(sessions().strip(), "t13", "ink2"),
                List.of(new Dialogs.Choice("Back", "", true, () -> {}), new Dialogs.Choice("Close", "", false, close)));
    }

    private String sessions() {
        int open = workspace.sessions().openProperty().get();
        return open == 0
                ? ""
                : " " + Phrases.count(open, "session") + (open == 1 ? " ends" : " end") + " with the window.";
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
