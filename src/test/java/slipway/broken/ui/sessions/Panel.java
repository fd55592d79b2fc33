package slipway.broken.ui.sessions;

/** Breaks the import table on purpose. */
public class Panel {
    protected slipway.broken.ui.overview.Panel other;
}
