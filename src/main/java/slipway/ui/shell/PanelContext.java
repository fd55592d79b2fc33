package slipway.ui.shell;

import java.util.function.Consumer;
import slipway.ui.controls.Dialogs;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.SessionRequest;
import slipway.ui.workspace.Workspace;

/**
 * What a panel is given when it is made.
 *
 * @param openUrl opens an address in the user's browser
 * @param copy puts a text on the clipboard
 * @param openPanel shows a panel, by id
 * @param openStack shows the Stacks panel with a stack selected, by the stack's suffix
 * @param openLogs shows the Logs panel with these lines
 * @param openSession shows the Terminal panel and opens a session
 * @param wholeWindow hides the window's frame, or shows it again
 */
public record PanelContext(
        Workspace workspace,
        Dialogs dialogs,
        Consumer<String> openUrl,
        Consumer<String> copy,
        Consumer<String> openPanel,
        Consumer<String> openStack,
        Consumer<LogsRequest> openLogs,
        Consumer<SessionRequest> openSession,
        Consumer<Boolean> wholeWindow) {}
