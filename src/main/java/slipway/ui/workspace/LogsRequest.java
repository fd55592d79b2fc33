package slipway.ui.workspace;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentName;
import slipway.model.LogScope;

/**
 * What another panel wants to be shown in Logs.
 *
 * @param at the moment that matters, the target's time; absent for the newest lines
 */
public record LogsRequest(LogScope scope, Optional<Instant> at) {
    /**
     * The lines of a service, or of one of its tasks; empty for a service that is none of the environment's.
     *
     * @param task the task's id; empty for all of them
     */
    public static Optional<LogsRequest> of(
            EnvironmentName environment, String service, String task, @Nullable Instant at) {
        return LogScope.ofService(environment, service)
                .map(scope -> new LogsRequest(scope.ofTask(task), Optional.ofNullable(at)));
    }
}
