package slipway.ui.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class PhrasesTest {
    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "3599, 59 min", "7200, 2 h", "172800, 2 d"})
    void span_usesTheLargestUnit(long seconds, String expected) {
        assertThat(Phrases.span(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"19, 0:19", "125, 2:05", "3725, 1:02:05"})
    void stopwatch_countsMinutesAndSeconds(long seconds, String expected) {
        assertThat(Phrases.stopwatch(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"12, 12 B", "14233, 14.2 KB", "148000000, 148 MB", "41000000000, 41.0 GB"})
    void bytes_usesDecimalUnits(long bytes, String expected) {
        assertThat(Phrases.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 stack", "0, 0 stacks", "3, 3 stacks"})
    void count_agreesInNumber(long number, String expected) {
        assertThat(Phrases.count(number, "stack")).isEqualTo(expected);
    }

    @Test
    void version_ofAGitCommit_isItsFirstSevenDigits() {
        assertThat(Phrases.version("d038e82766a2ed279ff8f94401822966c539f04c")).isEqualTo("d038e82");
    }

    @Test
    void version_ofAnythingElse_isKept() {
        assertThat(Phrases.version("release-2026-03")).isEqualTo("release-2026-03");
    }

    @Test
    void ago_ofLessThanASecond_isNow() {
        assertThat(Phrases.ago(Duration.ofMillis(400))).isEqualTo("now");
    }

    @Test
    void account_isGroupedByFour() {
        assertThat(Phrases.account("123456789012")).isEqualTo("1234-5678-9012");
    }

    @Test
    void factor_ofAWholeNumber_hasNoPoint() {
        assertThat(Phrases.factor(10)).isEqualTo("×10");
    }
}
