package slipway.localcloud.http;

import java.util.List;
import java.util.Optional;

/** The targets of one group that may get requests now, and whose turn it is. */
public final class BackendPool {
    /** How a target is chosen within a group. */
    public enum Algorithm {
        ROUND_ROBIN,
        LEAST_OUTSTANDING_REQUESTS
    }

    private volatile List<Backend> backends = List.of();
    private volatile Algorithm algorithm = Algorithm.ROUND_ROBIN;
    private int turn;

    /** The next request goes to one of these; requests under way stay where they are. */
    public void setBackends(List<Backend> current) {
        backends = List.copyOf(current);
    }

    public List<Backend> backends() {
        return backends;
    }

    public void setAlgorithm(Algorithm chosen) {
        algorithm = chosen;
    }

    /**
     * Chooses a target and counts a request as outstanding there; nothing when there is no target. One at a time: two
     * requests that arrive together must not both take the same target for the least busy one.
     */
    public synchronized Optional<Backend> choose() {
        List<Backend> current = backends;
        if (current.isEmpty()) {
            return Optional.empty();
        }
        int start = Math.floorMod(turn++, current.size());
        Backend chosen = current.get(start);
        if (algorithm == Algorithm.LEAST_OUTSTANDING_REQUESTS) {
            // Starting where the turn is spreads requests also while nothing is outstanding anywhere.
            for (int step = 1; step < current.size(); step++) {
                Backend other = current.get((start + step) % current.size());
                if (other.outstanding() < chosen.outstanding()) {
                    chosen = other;
                }
            }
        }
        chosen.begin();
        return Optional.of(chosen);
    }
}
