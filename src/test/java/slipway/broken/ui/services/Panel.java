package slipway.broken.ui.services;

/** Breaks the import table on purpose. */
public class Panel {
    protected slipway.broken.ui.traffic.Panel other;
}
