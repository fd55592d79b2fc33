package slipway.broken.operations.services;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.traffic.Sibling sibling;
}
