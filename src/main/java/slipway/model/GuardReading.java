package slipway.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What the guard of a colour, a composite alarm, says, and what it is made of.
 *
 * @param alarm its name
 * @param figures its parts, and beside them what belongs to the whole balancer
 * @param shortestBake the longest time that one of its parts needs to judge: periods times their length
 * @param checkedAt the target's time
 */
public record GuardReading(String alarm, State state, List<Figure> figures, Duration shortestBake, Instant checkedAt) {
    public enum State {
        QUIET,
        FIRING,
        /** No data yet, or the alarm is not there. */
        UNKNOWN
    }

    /**
     * One alarm.
     *
     * @param alarm its name
     * @param label what it watches, in a few words: {@code 5xx of green}
     * @param value the newest; absent without data
     * @param threshold beyond which it fires
     * @param unit to follow both; {@code %}, or empty
     * @param guards whether the guard is made of it; what does not guard is only shown
     * @param firing whether it is in ALARM
     */
    public record Figure(
            String alarm,
            String label,
            OptionalDouble value,
            double threshold,
            String unit,
            boolean guards,
            boolean firing) {}

    public boolean firing() {
        return state == State.FIRING;
    }

    /** Why it fires, with alarms and their values; absent while it does not. */
    public Optional<String> words() {
        if (!firing()) {
            return Optional.empty();
        }
        String parts = figures.stream()
                .filter(figure -> figure.guards() && figure.firing())
                .map(GuardReading::words)
                .collect(Collectors.joining("; "));
        return Optional.of("The guard " + alarm + " fired" + (parts.isEmpty() ? "" : " (" + parts + ")") + ".");
    }

    /** What its alarm of failed requests says: {@code dev-api-green-5xx: 31.4 %, allowed 5 %}; absent without data. */
    public Optional<String> errors() {
        return figures.stream()
                .filter(figure -> figure.guards()
                        && figure.unit().equals("%")
                        && figure.value().isPresent())
                .map(GuardReading::words)
                .findFirst();
    }

    private static String words(Figure figure) {
        return figure.alarm()
                + (figure.value().isPresent()
                        ? ": " + number(figure.value().getAsDouble()) + unit(figure) + ", allowed "
                                + number(figure.threshold()) + unit(figure)
                        : "");
    }

    private static String unit(Figure figure) {
        return figure.unit().isEmpty() ? "" : " " + figure.unit();
    }

    private static String number(double value) {
        double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
    }
}
