package slipway.localcloud.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class ParametersTest {
    private static Map<String, ParameterValue> resolve(String declaration, Map<String, String> given) {
        Template template = Template.parse("Parameters: {P: " + declaration + "}\nResources: {R: {Type: A::B::C}}\n");
        return Parameters.resolve(
                template, given, name -> name.equals("/known") ? Optional.of("from,ssm") : Optional.empty());
    }

    private static Object worth(String declaration, String value) {
        return Objects.requireNonNull(resolve(declaration, Map.of("P", value)).get("P"))
                .worth();
    }

    @Test
    void resolve_when_list_then_members_are_trimmed() {
        assertThat(worth("{Type: CommaDelimitedList}", "a, b ,,c")).isEqualTo(List.of("a", "b", "", "c"));
    }

    @Test
    void resolve_when_number_then_text() {
        assertThat(worth("{Type: Number, MinValue: 0, MaxValue: 999}", "007")).isEqualTo("007");
    }

    @Test
    void resolve_when_ssm_type_then_looked_up() {
        assertThat(worth("{Type: 'AWS::SSM::Parameter::Value<String>'}", "/known"))
                .isEqualTo("from,ssm");
        assertThat(worth("{Type: 'AWS::SSM::Parameter::Value<List<String>>'}", "/known"))
                .isEqualTo(List.of("from", "ssm"));
    }

    @Test
    void resolve_when_absent_then_default() {
        assertThat(resolve("{Type: String, Default: d}", Map.of()).values())
                .extracting(ParameterValue::value)
                .containsExactly("d");
    }

    @Test
    void shown_when_no_echo_then_asterisks() {
        assertThat(resolve("{Type: String, NoEcho: true}", Map.of("P", "secret"))
                        .values())
                .extracting(ParameterValue::shown)
                .containsExactly("****");
    }

    @Test
    void resolve_when_missing_or_unknown_then_refused() {
        assertThatThrownBy(() -> resolve("{Type: String}", Map.of())).hasMessage("Parameters: [P] must have values");
        assertThatThrownBy(() -> resolve("{Type: String}", Map.of("P", "x", "Q", "y")))
                .hasMessage("Parameters: [Q] do not exist in the template");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{Type: Number} | x | Parameter 'P' must be a number.",
                "{Type: Number, MinValue: 1} | 0 | Parameter 'P' must be a number not less than 1",
                "{Type: Number, MaxValue: 9} | 10 | Parameter 'P' must be a number not greater than 9",
                "{Type: String, AllowedValues: [a, b]} | c | Parameter 'P' must be one of AllowedValues [a, b]",
                "{Type: String, MinLength: 2} | c | Parameter 'P' must contain at least 2 characters",
                "{Type: String, MaxLength: 2} | ccc | Parameter 'P' must contain at most 2 characters",
                "{Type: String, AllowedPattern: '[a-z]+'} | ab1 | Parameter 'P' must match pattern [a-z]+",
                "{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters} | 1"
                        + " | Parameter 'P' failed to satisfy constraint: letters",
                "{Type: CommaDelimitedList, AllowedPattern: '[a-z]+'} | a,1 | Parameter 'P' must match pattern [a-z]+",
                "{Type: 'AWS::SSM::Parameter::Value<String>'} | /no | Unable to fetch parameters [/no] from parameter"
                        + " store for this account. (parameter P)",
            })
    void resolve_when_value_is_not_allowed_then_refused(String declaration, String value, String sentence) {
        assertThatThrownBy(() -> resolve(declaration, Map.of("P", value)))
                .isInstanceOf(TemplateException.class)
                .hasMessage(sentence);
    }

    @Test
    void parse_when_type_is_unknown_then_refused() {
        assertThatThrownBy(() -> resolve("{Type: Integer}", Map.of()))
                .hasMessage("Template format error: Unrecognized parameter type: Integer (P, line 1, column 18)");
    }
}
