package slipway.broken.localcloud.ecr;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.cloudformation.Sibling sibling;
}
