package slipway.ui.fx;

import javafx.scene.Node;

/**
 * One panel of the console. {@link #onShow} and {@link #onHide} come in pairs: what the first subscribes, the second
 * releases, so that a hidden panel asks nobody anything.
 */
public interface Panel {
    /** The panel's content; always the same node. */
    Node node();

    void onShow();

    void onHide();

    /** Whether the window is so narrow that side columns become tabs. */
    default void setNarrow(boolean narrow) {}

    /** The panel's main action (Ctrl+Enter); returns whether there was one to run. */
    default boolean primaryAction() {
        return false;
    }

    /**
     * Whether the focus is where every key is meant for something else, such as a program at a terminal: the window then leaves
     * all but its digits, and what is pressed with Shift, alone.
     */
    default boolean keepsKeys() {
        return false;
    }

    /** Puts the cursor where the panel's content is searched (Ctrl+F); returns whether there is such a place. */
    default boolean find() {
        return false;
    }
}
