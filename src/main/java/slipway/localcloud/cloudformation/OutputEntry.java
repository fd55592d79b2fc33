package slipway.localcloud.cloudformation;

import org.jspecify.annotations.Nullable;

/** An output of a stack. Persisted. */
record OutputEntry(
        String name,
        String value,
        @Nullable String description,
        @Nullable String exportName) {}
