package slipway.broken.localcloud.ssm;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.sts.Sibling sibling;
}
