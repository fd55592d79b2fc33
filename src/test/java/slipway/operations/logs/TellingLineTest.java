package slipway.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TellingLineTest {
    @Test
    void exception_isTold_whenItsTraceFollows() {
        assertThat(TellingLine.of(List.of(
                        "Puma starting in single mode...",
                        "! Unable to load application: KeyError: key not found: \"REDIS_URL\"",
                        "/app/app.rb:7:in 'fetch': key not found: \"REDIS_URL\" (KeyError)",
                        "\tfrom /app/app.rb:7:in '<main>'",
                        "/usr/bin/puma:25:in `load'",
                        "bye")))
                .contains("/app/app.rb:7:in 'fetch': key not found: \"REDIS_URL\" (KeyError)");
    }

    @Test
    void lastException_isTold_whenThereAreSeveral() {
        assertThat(TellingLine.of(List.of(
                        "Exception in thread \"main\" java.lang.IllegalStateException: cannot start",
                        "\tat Main.main(Main.java:3)",
                        "Caused by: java.net.ConnectException: refused",
                        "\tat Main.connect(Main.java:9)")))
                .contains("Caused by: java.net.ConnectException: refused");
    }

    @Test
    void errorInWords_isTold_whenNoExceptionIsNamed() {
        assertThat(TellingLine.of(List.of("starting", "FATAL: no space left", "GET /healthcheck 500")))
                .contains("FATAL: no space left");
    }

    @Test
    void lastLine_isTold_whenNothingSoundsOfAnError() {
        assertThat(TellingLine.of(List.of("one", "  two", " "))).contains("two");
    }

    @Test
    void nothing_isTold_whenThereAreNoLines() {
        assertThat(TellingLine.of(List.of())).isEmpty();
        assertThat(TellingLine.of(List.of("", " "))).isEmpty();
    }

    @Test
    void hugeLine_isCut_andFoundByItsBeginning() {
        assertThat(TellingLine.of(List.of("KeyError: " + "a.".repeat(130_000), "b.".repeat(130_000))))
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith("KeyError: a.a").hasSize(401));
    }

    @Test
    void excerpt_isTheLastLines_whenTheyTell() {
        List<String> lines =
                IntStream.range(0, 50).mapToObj(index -> "line " + index).toList();

        assertThat(TellingLine.excerpt(lines)).hasSize(20).startsWith("line 30").endsWith("line 49");
    }

    @Test
    void excerpt_keepsTheTellingLine_whenMuchFollowsIt() {
        List<String> lines = new ArrayList<>(List.of("boot", "x.rb:1:in 'a': boom (RuntimeError)"));
        IntStream.range(0, 50).forEach(index -> lines.add("shutting down, step " + index));

        assertThat(TellingLine.excerpt(lines)).hasSize(20).startsWith("boot", "x.rb:1:in 'a': boom (RuntimeError)");
    }

    @Test
    void excerpt_shortensTheTrace_whenItIsLong() {
        List<String> lines = new ArrayList<>(List.of("x.rb:1:in 'a': boom (RuntimeError)"));
        IntStream.range(0, 50).forEach(index -> lines.add("\tfrom x.rb:" + index + ":in 'b'"));

        assertThat(TellingLine.excerpt(lines))
                .containsExactly(
                        "x.rb:1:in 'a': boom (RuntimeError)",
                        "\tfrom x.rb:0:in 'b'",
                        "\tfrom x.rb:1:in 'b'",
                        "\tfrom x.rb:2:in 'b'",
                        "\tfrom x.rb:3:in 'b'",
                        "        …");
    }
}
