package slipway.broken.operations.probe;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.stacks.Sibling sibling;
}
