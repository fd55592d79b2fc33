package slipway.broken.localcloud.cloudwatch;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.logs.Sibling sibling;
}
