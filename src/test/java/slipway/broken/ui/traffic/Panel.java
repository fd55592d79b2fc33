package slipway.broken.ui.traffic;

/** Breaks the import table on purpose. */
public class Panel {
    protected slipway.broken.ui.metrics.Panel other;
}
