package slipway.broken.ui.stacks;

/** Breaks the import table on purpose. */
public class Panel {
    protected slipway.broken.ui.services.Panel other;
}
