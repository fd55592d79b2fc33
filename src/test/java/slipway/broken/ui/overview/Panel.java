package slipway.broken.ui.overview;

/** Breaks the import table on purpose. */
public class Panel {
    protected slipway.broken.ui.stacks.Panel other;
}
