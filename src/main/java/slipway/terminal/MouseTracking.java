package slipway.terminal;

/** What the session wants to hear of the mouse. */
public enum MouseTracking {
    NONE,
    /** Presses and releases (mode 1000). */
    BUTTONS,
    /** And moves while a button is down (mode 1002). */
    DRAGS,
    /** And all other moves (mode 1003). */
    MOVES
}
