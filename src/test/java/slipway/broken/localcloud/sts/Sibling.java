package slipway.broken.localcloud.sts;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.ecr.Sibling sibling;
}
