package slipway.broken.localcloud.cloudformation;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.ecs.Sibling sibling;
}
