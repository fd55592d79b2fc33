package slipway.ui.terminal;

import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCombination;
import slipway.terminal.MouseTracking;

/** The menu of the right button, where the session does not want that button itself. */
final class TerminalMenu {
    private final TerminalPane pane;
    private final ContextMenu menu = new ContextMenu();

    TerminalMenu(Node screen, TerminalPane pane) {
        this.pane = pane;
        screen.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, event -> {
            boolean taken = pane.terminal().modes().mouse() != MouseTracking.NONE && !event.isKeyboardTrigger();
            if (!taken) {
                fill(event);
                menu.show(screen, event.getScreenX(), event.getScreenY());
            }
            event.consume();
        });
    }

    private void fill(ContextMenuEvent event) {
        MenuItem copy = item("Copy", "Ctrl+Shift+C", pane::copy);
        copy.setDisable(pane.selectedText().isEmpty());
        menu.getItems()
                .setAll(copy, item("Paste", "Ctrl+Shift+V", pane::paste), item("Select all", "", pane::selectAll));
        String address = event.isKeyboardTrigger() ? null : pane.addressAt(event.getX(), event.getY());
        if (address != null) {
            menu.getItems()
                    .addAll(
                            new SeparatorMenuItem(),
                            item("Open link", "", () -> pane.open(address)),
                            item("Copy link address", "", () -> Clips.put(address)));
        }
        menu.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        item("Find…", "Ctrl+Shift+F", pane::find),
                        item("Clear scrollback", "", pane::clearScrollback),
                        new SeparatorMenuItem(),
                        item("Larger", "Ctrl+Plus", () -> pane.zoom(1)),
                        item("Smaller", "Ctrl+Minus", () -> pane.zoom(-1)),
                        item("Usual size", "Ctrl+0", pane::resetZoom));
    }

    private static MenuItem item(String name, String keys, Runnable deed) {
        var item = new MenuItem(name);
        if (!keys.isEmpty()) {
            item.setAccelerator(KeyCombination.valueOf(keys));
        }
        item.setOnAction(event -> deed.run());
        return item;
    }
}
