package slipway.ui.terminal;

import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import slipway.terminal.KeyStroke;

/**
 * The keyboard: few keys are the terminal's own (copy, paste, find, zoom, the scrollback, and Control with Tab to leave it), all others go to
 * the session.
 */
final class Shortcuts {
    private final TerminalPane pane;
    private final Node screen;
    private final KeyInput keys = new KeyInput();

    Shortcuts(Node screen, TerminalPane pane) {
        this.screen = screen;
        this.pane = pane;
        screen.addEventHandler(KeyEvent.KEY_PRESSED, this::press);
        screen.addEventHandler(KeyEvent.KEY_TYPED, this::type);
        // A release means nothing to the session, nor to anything around the terminal.
        screen.addEventHandler(KeyEvent.KEY_RELEASED, KeyEvent::consume);
    }

    private void press(KeyEvent event) {
        if (event.getCode().isModifierKey()) {
            return;
        }
        Runnable own = own(event);
        if (own != null) {
            keys.swallow();
            own.run();
            event.consume();
            return;
        }
        KeyStroke stroke = keys.pressed(event, pane.terminal().modes());
        if (stroke != null) {
            pane.type(stroke);
        }
        // Also what the typed character will tell: no accelerator of the window may take it.
        if (!event.isMetaDown()) {
            event.consume();
        }
    }

    private void type(KeyEvent event) {
        KeyStroke stroke = keys.typed(event);
        if (stroke != null) {
            pane.type(stroke);
        }
        event.consume();
    }

    private @Nullable Runnable own(KeyEvent event) {
        boolean control = event.isControlDown() && !event.isAltDown() && !event.isMetaDown();
        boolean shift = event.isShiftDown();
        // On a Mac the command key does what Control and Shift do elsewhere.
        boolean command = (control && shift) || (event.isMetaDown() && event.isShortcutDown());
        if (command) {
            Runnable deed = command(event.getCode());
            if (deed != null) {
                return deed;
            }
        }
        if (control) {
            return control(event.getCode(), shift);
        }
        return shift && !event.isAltDown() && !event.isMetaDown() ? shifted(event.getCode()) : null;
    }

    private @Nullable Runnable command(KeyCode code) {
        return switch (code) {
            case C -> pane::copy;
            case V -> pane::paste;
            case F -> pane::find;
            case UP -> () -> pane.scrollBy(-1);
            case DOWN -> () -> pane.scrollBy(1);
            case PLUS, EQUALS -> () -> pane.zoom(1);
            default -> null;
        };
    }

    private @Nullable Runnable control(KeyCode code, boolean shift) {
        if (code == KeyCode.TAB) {
            var direction = shift ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT;
            return () -> screen.requestFocusTraversal(direction);
        }
        if (shift) {
            return null;
        }
        return switch (code) {
            case PLUS, EQUALS, ADD -> () -> pane.zoom(1);
            case MINUS, SUBTRACT -> () -> pane.zoom(-1);
            case DIGIT0, NUMPAD0 -> pane::resetZoom;
            case INSERT -> pane::copy;
            default -> null;
        };
    }

    private @Nullable Runnable shifted(KeyCode code) {
        // On the other screen these keys are the program's.
        if (pane.terminal().modes().alternateScreen()) {
            return code == KeyCode.INSERT ? pane::paste : null;
        }
        long page = Math.max(1, pane.rows() - 1);
        return switch (code) {
            case INSERT -> pane::paste;
            case PAGE_UP -> () -> pane.scrollBy(-page);
            case PAGE_DOWN -> () -> pane.scrollBy(page);
            case HOME -> () -> pane.scrollBy(Integer.MIN_VALUE);
            case END -> () -> pane.scrollBy(Integer.MAX_VALUE);
            default -> null;
        };
    }
}
