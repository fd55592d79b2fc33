package slipway.operations.sessions;

import slipway.model.ForwardStatus;

/** A forwarded port, made by {@link Sessions#forward}. Safe for any thread. */
public interface Forward extends AutoCloseable {
    ForwardStatus status();

    /** Ends it and its connections. Blocks for seconds at most. */
    @Override
    void close();
}
