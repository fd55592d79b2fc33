package slipway.operations.stacks;

import java.util.Optional;
import slipway.model.FailureChain;

/** What a service that fails, and its tasks, have to say; read before the rollback takes their logs away. */
@FunctionalInterface
public interface FailureEvidence {
    /**
     * Reads it as it is now.
     *
     * @param serviceArn the service's physical id; may be empty
     * @return empty when nothing is known; its cause is empty while none can be told
     * @throws slipway.model.FailureException when a call is refused
     */
    Optional<FailureChain> read(String serviceArn);

    /** The one of two readings that tells more; of equals the later one. */
    static FailureChain better(FailureChain earlier, FailureChain later) {
        int before = weight(earlier);
        int now = weight(later);
        return now > before
                        || (now == before
                                && later.lines().size() >= earlier.lines().size())
                ? later
                : earlier;
    }

    private static int weight(FailureChain chain) {
        int died = chain.task().map(task -> task.failed() ? 4 : 2).orElse(0);
        return died + (chain.cause().isEmpty() ? 0 : 1);
    }
}
