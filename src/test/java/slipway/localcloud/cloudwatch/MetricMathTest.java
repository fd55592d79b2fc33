package slipway.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** Four minutes; a has points in all, b in the second and fourth, none has none. */
class MetricMathTest {
    private static final MetricMath.Range FOUR = new MetricMath.Range(0, 4);

    private final Map<String, SortedMap<Integer, Double>> points = Map.of(
            "a", new TreeMap<>(Map.of(0, 10.0, 1, 20.0, 2, 30.0, 3, 40.0)),
            "b", new TreeMap<>(Map.of(1, 5.0, 3, 0.0)),
            "none", new TreeMap<>());

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a + 1 ; 11 21 31 41",
                "1 + a * 2 ; 21 41 61 81",
                "(1 + a) * 2 ; 22 42 62 82",
                "a - 1 - 1 ; 8 18 28 38",
                "-a ; -10 -20 -30 -40",
                "0 - 2 ^ 2 + a ; 6 16 26 36",
                "a / 100 * 1.5e1 ; 1.5 3 4.5 6",
                "a + b ; . 25 . 40",
                "a / b ; . 4 . .",
                "a / 0 ; . . . .",
                "a + none ; . . . .",
                "a > 20 ; 0 0 1 1",
                "a >= 20 ; 0 1 1 1",
                "a != 20 ; 1 0 1 1",
                "a > 10 AND a < 40 ; 0 1 1 0",
                "a == 10 || a == 40 ; 1 0 0 1",
                "FILL(b, 0) ; 0 5 0 0",
                "FILL(b, REPEAT) ; . 5 5 0",
                "FILL(b, a) ; 10 5 30 0",
                "FILL(none, 7) ; 7 7 7 7",
                "IF(a > 20, 100 * (FILL(b, 0) + FILL(none, 0)) / a, 0) ; 0 0 0 0",
                "IF(b > 1, a) ; . 20 . .",
                "IF(a > 20, b, a) ; 10 20 . 0",
                "IF(1 > 0, a, b) ; 10 20 30 40",
                "a / MAX(a) ; 0.25 0.5 0.75 1",
                "a - AVG(a) ; -15 -5 5 15",
                "a * SUM(b) ; 50 100 150 200",
                "SUM(METRICS()) ; 10 25 30 40",
                "SUM([a, b]) ; 10 25 30 40",
                "AVG([a, b]) ; 10 12.5 30 20",
                "MIN([a, b]) ; 10 5 30 0",
                "MAX([a, FILL(none, 25)]) ; 25 25 30 40",
                "SUM(METRICS('b')) ; . 5 . 0",
                "SUM(FILL(METRICS(), 1)) ; 12 26 32 41",
                "twice + 1 ; 21 41 61 81",
            })
    void result_when_calculated_has_a_point_where_there_is_one(String expression, String expected) {
        List<String> shown = new ArrayList<>();
        SortedMap<Integer, Double> result = math(expression, "a * 2").result("e", FOUR);
        for (int minute = 0; minute < 4; minute++) {
            Double value = result.get(minute);
            shown.add(value == null ? "." : value == Math.rint(value) ? String.valueOf(value.intValue()) : "" + value);
        }

        assertThat(String.join(" ", shown)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "RATE(a) ; the function RATE is not supported",
                "SEARCH('x', 'Sum', 60) ; the function SEARCH is not supported",
                "ANOMALY_DETECTION_BAND(a) ; ANOMALY_DETECTION_BAND",
                "FILL(a, LINEAR) ; LINEAR",
                "c + 1 ; there is no query 'c'",
                "A + 1 ; lower-case letter at character 1",
                "a + ; at character 4",
                "a b ; expected an operator or the end at character 3",
                "(a ; expected ')'",
                "a $ b ; at character 3",
                "SUM(a, b) ; SUM with 1 arguments, not 2",
                "IF(a) ; IF with 2 to 3 arguments",
                "1 + 1 ; a single number",
                "METRICS() ; wrap the array in SUM",
                "METRICS() * 2 ; wrap it in SUM",
                "e + 1 ; refers to itself",
                "twice + round ; refers to itself",
            })
    void of_when_an_expression_is_wrong_says_where(String expression, String words) {
        assertThatThrownBy(() -> math(expression, "a * 2").result("e", FOUR))
                .isInstanceOfSatisfying(
                        CloudWatchException.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo("ValidationError"))
                .hasMessageContaining(words);
    }

    @Test
    void of_when_nested_deeper_than_anyone_writes_is_refused() {
        assertThatThrownBy(() -> math("(".repeat(1000) + "a" + ")".repeat(1000), "a"))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("inside one another");
    }

    @Test
    void of_when_periods_differ_is_refused() {
        List<MetricDataQuery> queries = List.of(
                metric("a"),
                metric("b").toBuilder()
                        .metricStat(stat -> stat.period(300).stat("Sum"))
                        .build(),
                expression("e", "a + b"));

        assertThatThrownBy(() -> MetricMath.check(queries)).hasMessageContaining("[60, 300]");
    }

    private MetricMath math(String expression, String twice) {
        List<MetricDataQuery> queries = new ArrayList<>(List.of(metric("a"), metric("b"), metric("none")));
        queries.add(expression("e", expression));
        queries.add(expression("twice", twice));
        if (expression.contains("round")) {
            queries.add(expression("round", "round + 1"));
        }
        return MetricMath.of(queries, (query, range) -> points.get(query.id()));
    }

    private static MetricDataQuery metric(String id) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.period(60).stat("Sum"))
                .build();
    }

    private static MetricDataQuery expression(String id, String text) {
        return MetricDataQuery.builder().id(id).expression(text).build();
    }
}
