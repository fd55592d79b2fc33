package slipway.broken.localcloud.ecs;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.elbv2.Sibling sibling;
}
