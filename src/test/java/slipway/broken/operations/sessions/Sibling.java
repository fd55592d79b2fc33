package slipway.broken.operations.sessions;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.build.Sibling sibling;
}
