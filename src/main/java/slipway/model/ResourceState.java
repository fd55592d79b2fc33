package slipway.model;

/** How far a stack's resource, or a whole stack, has come; AWS's own status text is shown beside it. */
public enum ResourceState {
    WAITING,
    IN_PROGRESS,
    COMPLETE,
    FAILED,
    ROLLING_BACK,
    ROLLED_BACK,
    DELETED
}
