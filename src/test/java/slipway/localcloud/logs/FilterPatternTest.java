package slipway.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/** The examples are those of CloudWatch's guide. */
@NullMarked
class FilterPatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            ERROR                       | [ERROR 400] BAD REQUEST                 | true
            ERROR                       | [error 400] bad request                 | false
            ERROR ARGUMENTS             | [ERROR 419] MISSING ARGUMENTS           | true
            ERROR ARGUMENTS             | [ERROR 400] BAD REQUEST                 | false
            ?ERROR ?ARGUMENTS           | [ERROR 400] BAD REQUEST                 | true
            ?ERROR ?ARGUMENTS           | [WARN 401] INVALID ARGUMENTS            | true
            ?ERROR ?ARGUMENTS           | fine                                    | false
            "INTERNAL SERVER ERROR"     | [ERROR 500] INTERNAL SERVER ERROR       | true
            "INTERNAL SERVER ERROR"     | INTERNAL ERROR of a SERVER              | false
            ERROR -ARGUMENTS            | [ERROR 400] BAD REQUEST                 | true
            ERROR -ARGUMENTS            | [ERROR 419] MISSING ARGUMENTS           | false
            -"GET /healthcheck"         | GET /healthcheck 200                    | false
            -"GET /healthcheck"         | GET / 200                               | true
            ?ERROR REQUEST              | BAD REQUEST                             | true
            "say \\"hi\\""              | they say "hi"                           | true
            """)
    void message_matches_orNot(String pattern, String message, boolean expected) {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(expected);
    }

    @Test
    void everything_matches_withoutAPattern() {
        assertThat(FilterPattern.parse(null).matches("anything")).isTrue();
        assertThat(FilterPattern.parse("  ").matches("anything")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ $.level = \"ERROR\" }", "[ip, user, code=4*]", "%ERR[A-Z]+%"})
    void otherKinds_areRefused_withWhatThereIs(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("It knows terms, \"phrases\", ?any and -not.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=500", "\"unfinished", "-", "a.b"})
    void whatIsNoPattern_isRefused(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("nvalid");
    }
}
