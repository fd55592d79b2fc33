package slipway.broken.operations.logs;

/** Breaks the import table on purpose. */
public class Sibling {
    protected slipway.broken.operations.sessions.Sibling sibling;
}
