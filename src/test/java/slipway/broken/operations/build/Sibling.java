package slipway.broken.operations.build;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.probe.Sibling sibling;
}
