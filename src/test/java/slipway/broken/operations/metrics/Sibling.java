package slipway.broken.operations.metrics;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.logs.Sibling sibling;
}
