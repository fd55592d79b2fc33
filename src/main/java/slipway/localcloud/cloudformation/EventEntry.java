package slipway.localcloud.cloudformation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event of a stack. Persisted. */
record EventEntry(
        String id,
        String logicalId,
        String physicalId,
        String type,
        Instant at,
        String status,
        @Nullable String reason,
        @Nullable String properties,
        @Nullable String token) {}
