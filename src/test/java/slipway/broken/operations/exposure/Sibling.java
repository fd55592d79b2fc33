package slipway.broken.operations.exposure;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.stacks.Sibling sibling;
}
