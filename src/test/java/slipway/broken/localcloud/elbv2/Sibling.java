package slipway.broken.localcloud.elbv2;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.autoscaling.Sibling sibling;
}
