package slipway.broken.localcloud.autoscaling;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.cloudwatch.Sibling sibling;
}
