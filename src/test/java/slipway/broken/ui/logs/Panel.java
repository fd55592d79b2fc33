package slipway.broken.ui.logs;

/** Breaks the import table on purpose. */
public class Panel {
    protected slipway.broken.ui.sessions.Panel other;
}
