package slipway.broken.operations.traffic;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.metrics.Sibling sibling;
}
