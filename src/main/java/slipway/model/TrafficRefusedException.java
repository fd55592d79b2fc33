package slipway.model;

import java.util.List;
import java.util.stream.Collectors;

/** Guards stand in the way of a move. Nothing was changed. */
public final class TrafficRefusedException extends FailureException {
    private static final long serialVersionUID = 1L;

    private final transient List<TrafficGuard> guards;

    /** @param guards those that were not lifted, at least one */
    public TrafficRefusedException(List<TrafficGuard> guards) {
        super(new Failure.Rejected(words(guards), ""));
        this.guards = List.copyOf(guards);
    }

    private static String words(List<TrafficGuard> guards) {
        return guards.stream().map(TrafficGuard::words).collect(Collectors.joining(" "));
    }

    public List<TrafficGuard> guards() {
        return guards;
    }

    /** Whether nothing lifts one of them. */
    public boolean forbidden() {
        return guards.stream().anyMatch(TrafficGuard::forbids);
    }
}
