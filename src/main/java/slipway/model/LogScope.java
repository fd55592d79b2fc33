package slipway.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whose output is meant: that of a tier, of one of its colours, of Redis, or of one task.
 *
 * @param colour absent for both colours, and for Redis
 * @param task the task's id or how it begins; empty for every task
 */
public record LogScope(EnvironmentName environment, LogSource source, Optional<Colour> colour, String task) {
    public LogScope {
        if (colour.isPresent() && !source.coloured()) {
            throw new IllegalArgumentException(source.label() + " has no colour");
        }
    }

    /** Every task of a tier, or of Redis. */
    public static LogScope of(EnvironmentName environment, LogSource source) {
        return new LogScope(environment, source, Optional.empty(), "");
    }

    /** Every task of a service, by its name; empty for a service that is none of the environment's. */
    public static Optional<LogScope> ofService(EnvironmentName environment, String service) {
        return Arrays.stream(LogSource.values())
                .map(source -> of(environment, source))
                .flatMap(scope -> scope.single().stream())
                .filter(scope -> scope.services().getFirst().equals(service))
                .findFirst();
    }

    /** The same, for one task. */
    public LogScope ofTask(String id) {
        return new LogScope(environment, source, colour, id);
    }

    /** Split into one scope for each service. */
    public List<LogScope> single() {
        if (colour.isPresent() || !source.coloured()) {
            return List.of(this);
        }
        return Arrays.stream(Colour.values())
                .map(each -> new LogScope(environment, source, Optional.of(each), task))
                .toList();
    }

    /** The ECS services whose tasks write it. */
    public List<String> services() {
        return single().stream()
                .map(each -> each.environment.stack(each.source.label()
                        + each.colour.map(found -> "-" + found.label()).orElse("")))
                .toList();
    }
}
