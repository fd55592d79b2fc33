package slipway.broken.operations.stacks;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.services.Sibling sibling;
}
