package slipway.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;

/** The rows of AWS's own tables: 0 is within the threshold, X breaches it, - is missing; newest last. */
class JudgementTest {
    @ParameterizedTest
    @CsvSource({
        "0 - X - X, OK, OK, OK, OK",
        "- - - - 0, OK, OK, OK, OK",
        "- - - - -, INSUFFICIENT_DATA, kept, ALARM, OK",
        "0 X X - X, ALARM, ALARM, ALARM, ALARM",
        "- - X - -, ALARM, kept, ALARM, OK",
        "X X X 0 0, OK, OK, OK, OK",
        "- - - - X, kept, kept, ALARM, OK",
    })
    void of_when_three_of_three_follows_the_table(
            String points, String missing, String ignore, String breaching, String notBreaching) {
        assertThat(states(3, 3, points)).containsExactly(missing, ignore, breaching, notBreaching);
    }

    @ParameterizedTest
    @CsvSource({
        "0 - X - X, ALARM, ALARM, ALARM, ALARM",
        "0 0 X 0 X, ALARM, ALARM, ALARM, ALARM",
        "0 - X - -, OK, OK, ALARM, OK",
        "- - - - 0, OK, OK, ALARM, OK",
        "- - - X -, ALARM, kept, ALARM, OK",
    })
    void of_when_two_of_three_follows_the_table(
            String points, String missing, String ignore, String breaching, String notBreaching) {
        assertThat(states(3, 2, points)).containsExactly(missing, ignore, breaching, notBreaching);
    }

    private static List<String> states(int periods, int toAlarm, String points) {
        return List.of("missing", "ignore", "breaching", "notBreaching").stream()
                .map(treatment -> {
                    var terms = new Judgement.Terms(
                            periods,
                            toAlarm,
                            new Threshold(ComparisonOperator.GREATER_THAN_THRESHOLD, 5),
                            Judgement.Missing.of(treatment));
                    var state = Judgement.of(terms, range(points)).state();
                    return state == null ? "kept" : state.toString();
                })
                .toList();
    }

    private static List<Judgement.@Nullable Point> range(String points) {
        List<Judgement.@Nullable Point> range = new ArrayList<>();
        for (String each : points.split(" ", -1)) {
            range.add(
                    switch (each) {
                        case "0" -> new Judgement.Point(range.size(), 0);
                        case "X" -> new Judgement.Point(range.size(), 9);
                        default -> null;
                    });
        }
        return range;
    }
}
