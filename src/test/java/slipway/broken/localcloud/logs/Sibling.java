package slipway.broken.localcloud.logs;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.localcloud.ssm.Sibling sibling;
}
