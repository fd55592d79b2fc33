package slipway.broken.ui.metrics;

/** Breaks the import table on purpose. */
public class Panel {
    protected slipway.broken.ui.logs.Panel other;
}
