package slipway.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

class AlarmRuleTest {
    private static final Map<String, StateValue> STATES =
            Map.of("bad", StateValue.ALARM, "good", StateValue.OK, "new", StateValue.INSUFFICIENT_DATA);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALARM(bad)|true",
                "ALARM(\"good\")|false",
                "OK(good) AND ALARM(bad)|true",
                "NOT ALARM(bad)|false",
                "ALARM(good) OR INSUFFICIENT_DATA(new)|true",
                "ALARM(bad) OR ALARM(good) AND ALARM(new)|true",
                "(ALARM(bad) OR ALARM(good)) AND ALARM(new)|false",
                "TRUE AND NOT FALSE|true",
                "ALARM(\"arn:aws:cloudwatch:eu-west-1:000000000000:alarm:bad\")|true",
                "ALARM( bad )OR FALSE|true",
            })
    void holds_when_states_are_known_follows_the_rule(String rule, boolean holds) {
        assertThat(AlarmRule.parse(rule).holds((name, state) -> STATES.get(name) == state))
                .isEqualTo(holds);
    }

    @Test
    void alarms_when_rule_names_several_lists_each_once() {
        assertThat(AlarmRule.parse("ALARM(b) OR (OK(\"a b\") AND NOT ALARM(b))").alarms())
                .containsExactly("b", "a b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALARM(a) ALARM(b)|10",
                "(ALARM(a)|10",
                "ALARM(a) AND|13",
                "BROKEN(a)|1",
                "ALARM(a) XOR ALARM(b)|10"
            })
    void parse_when_rule_is_wrong_names_the_place(String rule, int character) {
        assertThatThrownBy(() -> AlarmRule.parse(rule)).hasMessageContaining("at character " + character);
    }
}
