package slipway.ui.terminal;

import javafx.scene.Cursor;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;
import slipway.terminal.Addresses;
import slipway.terminal.Found;
import slipway.terminal.Key;
import slipway.terminal.KeyEncoder;
import slipway.terminal.KeyStroke;
import slipway.terminal.Modes;
import slipway.terminal.MouseReport;
import slipway.terminal.MouseTracking;
import slipway.terminal.Position;
import slipway.terminal.Selection;

/**
 * What the mouse does over the cells: selects, opens addresses with Control, scrolls. Where the session wants to hear of the mouse it is told instead,
 * unless Shift is down.
 */
final class MouseInput {
    private static final int WHEEL_LINES = 3;

    private final ScreenCanvas screen;
    private final Viewport viewport;
    private final TerminalPane pane;
    private @Nullable Position pressed;
    private MouseReport.Button held = MouseReport.Button.NONE;
    private int reportedColumn = -1;
    private int reportedRow = -1;
    private double scrolled;
    private boolean opened;

    MouseInput(ScreenCanvas screen, Viewport viewport, TerminalPane pane) {
        this.screen = screen;
        this.viewport = viewport;
        this.pane = pane;
        screen.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        screen.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        screen.addEventHandler(MouseEvent.MOUSE_RELEASED, this::release);
        screen.addEventHandler(MouseEvent.MOUSE_MOVED, this::move);
        screen.addEventHandler(MouseEvent.MOUSE_EXITED, event -> point(null));
        screen.addEventHandler(ScrollEvent.SCROLL, this::scroll);
    }

    private Modes modes() {
        return viewport.now().modes();
    }

    private boolean reports(boolean shift) {
        return modes().mouse() != MouseTracking.NONE && !shift;
    }

    private void press(MouseEvent event) {
        pane.requestFocus();
        if (reports(event.isShiftDown())) {
            held = button(event.getButton());
            report(MouseReport.Action.PRESS, held, event);
            event.consume();
            return;
        }
        if (event.getButton() == MouseButton.MIDDLE) {
            pane.pasteSelected();
        } else if (event.getButton() == MouseButton.PRIMARY) {
            primary(event);
        }
        pane.repaint();
    }

    private void primary(MouseEvent event) {
        Position cell = viewport.place(screen.rowAt(event.getY()), screen.columnAt(event.getX()));
        if (event.isShortcutDown()) {
            Addresses.at(viewport.lines(), cell).ifPresent(address -> {
                opened = true;
                pane.open(address.address());
            });
            return;
        }
        Position edge = viewport.place(screen.rowAt(event.getY()), screen.edgeAt(event.getX()));
        Selection selection = viewport.selection();
        if (event.isShiftDown() && selection != null) {
            viewport.select(selection.withHead(edge));
            return;
        }
        pressed = edge;
        viewport.select(
                switch (event.getClickCount()) {
                    case 2 -> new Selection(Selection.Kind.WORDS, cell, cell);
                    case 3 -> new Selection(Selection.Kind.LINES, cell, cell);
                    default -> null;
                });
    }

    private void drag(MouseEvent event) {
        if (reports(event.isShiftDown()) && held != MouseReport.Button.NONE) {
            report(MouseReport.Action.MOVE, held, event);
            return;
        }
        Position from = pressed;
        if (from == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        int row = screen.rowAt(event.getY());
        if (row < 0) {
            viewport.scrollBy(-1);
        } else if (row >= viewport.now().rows()) {
            viewport.scrollBy(1);
        }
        Selection selection = viewport.selection();
        if (selection != null
                && (selection.kind() == Selection.Kind.WORDS || selection.kind() == Selection.Kind.LINES)) {
            viewport.select(selection.withHead(viewport.place(row, screen.columnAt(event.getX()))));
        } else {
            var kind = event.isAltDown() ? Selection.Kind.BLOCK : Selection.Kind.CHARACTERS;
            Position head = viewport.place(row, screen.edgeAt(event.getX()));
            viewport.select(head.equals(from) ? null : new Selection(kind, from, head));
        }
        pane.repaint();
    }

    private void release(MouseEvent event) {
        if (held != MouseReport.Button.NONE) {
            report(MouseReport.Action.RELEASE, held, event);
            held = MouseReport.Button.NONE;
        }
        pressed = null;
        opened = false;
    }

    private void move(MouseEvent event) {
        if (reports(event.isShiftDown())) {
            report(MouseReport.Action.MOVE, MouseReport.Button.NONE, event);
        }
        if (event.isShortcutDown() && !opened) {
            Position cell = viewport.place(screen.rowAt(event.getY()), screen.columnAt(event.getX()));
            point(Addresses.at(viewport.lines(), cell)
                    .map(Addresses.Address::place)
                    .orElse(null));
        } else {
            point(null);
        }
    }

    private void point(@Nullable Found address) {
        screen.setCursor(address == null ? Cursor.TEXT : Cursor.HAND);
        viewport.point(address);
        pane.repaint();
    }

    private void scroll(ScrollEvent event) {
        event.consume();
        if (event.isShortcutDown()) {
            pane.zoom((int) Math.signum(event.getDeltaY()));
            return;
        }
        double unit = event.getMultiplierY() == 0 ? 40 : event.getMultiplierY();
        scrolled += event.getDeltaY() / unit * WHEEL_LINES;
        int lines = (int) scrolled;
        scrolled -= lines;
        if (lines == 0) {
            return;
        }
        Modes modes = modes();
        if (reports(event.isShiftDown())) {
            var button = lines > 0 ? MouseReport.Button.WHEEL_UP : MouseReport.Button.WHEEL_DOWN;
            for (int step = 0; step < Math.max(1, Math.abs(lines) / WHEEL_LINES); step++) {
                pane.send(new MouseReport(
                                MouseReport.Action.PRESS,
                                button,
                                screen.columnAt(event.getX()),
                                screen.rowAt(event.getY()),
                                false,
                                event.isControlDown(),
                                event.isAltDown())
                        .encode(modes));
            }
        } else if (modes.alternateScreen() && modes.alternateScroll()) {
            for (int step = 0; step < Math.abs(lines); step++) {
                pane.send(KeyEncoder.encode(KeyStroke.of(lines > 0 ? Key.UP : Key.DOWN), modes));
            }
        } else {
            viewport.scrollBy(-lines);
            pane.repaint();
        }
    }

    /** Tells the session; of moves only those to another cell. */
    private void report(MouseReport.Action action, MouseReport.Button button, MouseEvent event) {
        int column = Math.clamp(screen.columnAt(event.getX()), 0, viewport.now().columns() - 1);
        int row = Math.clamp(screen.rowAt(event.getY()), 0, viewport.now().rows() - 1);
        if (action == MouseReport.Action.MOVE && column == reportedColumn && row == reportedRow) {
            return;
        }
        reportedColumn = column;
        reportedRow = row;
        byte[] bytes = new MouseReport(
                        action, button, column, row, event.isShiftDown(), event.isControlDown(), event.isAltDown())
                .encode(modes());
        pane.send(bytes);
    }

    private static MouseReport.Button button(MouseButton button) {
        return switch (button) {
            case MIDDLE -> MouseReport.Button.MIDDLE;
            case SECONDARY -> MouseReport.Button.RIGHT;
            default -> MouseReport.Button.LEFT;
        };
    }
}
