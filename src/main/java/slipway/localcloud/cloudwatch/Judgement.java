package slipway.localcloud.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * What an alarm's points say of its state, by AWS's rules ("Configuring how CloudWatch alarms treat missing data"). More
 * points are looked at than the alarm evaluates, so that a gap need not be filled while there are enough real points. (a):
 * how many more AWS looks at is published for one example only, two for three.
 *
 * @param state null keeps the one that it has
 * @param points those that count, newest first
 * @param breaching how many of these breach the threshold
 * @param filled how many missing points were treated as something
 */
record Judgement(@Nullable StateValue state, List<Point> points, int breaching, int filled) {
    private static final int MORE = 2;

    /** @param minute in which its period begins */
    record Point(int minute, double value) {}

    /** What the alarm asks of its points. */
    record Terms(int periods, int toAlarm, Threshold threshold, Missing missing) {
        /** How many periods are looked at. */
        int range() {
            return periods + MORE;
        }
    }

    /** How a point that is not there counts. */
    enum Missing {
        BREACHING("breaching", "Breaching"),
        NOT_BREACHING("notBreaching", "NonBreaching"),
        IGNORE("ignore", "Ignore"),
        MISSING("missing", "Missing");

        private final String name;
        private final String word;

        Missing(String name, String word) {
            this.name = name;
            this.word = word;
        }

        /** As a state's reason calls it. */
        String word() {
            return word;
        }

        /** @param name as in {@code TreatMissingData}; null is {@code missing} */
        static Missing of(@Nullable String name) {
            for (Missing each : values()) {
                if (each.name.equals(name)) {
                    return each;
                }
            }
            return MISSING;
        }
    }

    /** @param range newest last, as many as the terms' range; null where there is no point */
    static Judgement of(Terms terms, List<@Nullable Point> range) {
        List<Point> real = new ArrayList<>();
        for (Point point : range.reversed()) {
            if (point != null) {
                real.add(point);
            }
        }
        List<Point> counted = real.subList(0, Math.min(real.size(), terms.periods()));
        int breaching = (int) counted.stream()
                .filter(point -> terms.threshold().isBreachedBy(point.value()))
                .count();
        int missing = terms.periods() - counted.size();
        StateValue state = breaching >= terms.toAlarm()
                ? StateValue.ALARM
                : missing == 0 ? StateValue.OK : withMissing(terms, range, counted.size(), breaching, missing);
        return new Judgement(state, counted, breaching, missing);
    }

    private static @Nullable StateValue withMissing(
            Terms terms, List<@Nullable Point> range, int real, int breaching, int missing) {
        return switch (terms.missing()) {
            case BREACHING -> breaching + missing >= terms.toAlarm() ? StateValue.ALARM : StateValue.OK;
            case NOT_BREACHING -> StateValue.OK;
            case IGNORE -> real > breaching ? StateValue.OK : null;
            case MISSING -> {
                if (real == 0) {
                    yield StateValue.INSUFFICIENT_DATA;
                }
                if (real > breaching) {
                    yield StateValue.OK;
                }
                // Intermittent data: what breached long enough ago, with nothing better since, is an alarm.
                yield oldest(range) >= terms.toAlarm() ? StateValue.ALARM : null;
            }
        };
    }

    /** How many periods ago the oldest point is, the newest period being one. */
    private static int oldest(List<@Nullable Point> range) {
        for (int i = 0; i < range.size(); i++) {
            if (range.get(i) != null) {
                return range.size() - i;
            }
        }
        return 0;
    }
}
