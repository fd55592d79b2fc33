package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.model.Failure;
import slipway.model.LogLevel;
import slipway.model.LogNews;
import slipway.ui.LogSamples;

/** {@code slipway logs} in words and as JSON. */
class LogsCommandTest {
    private static final Instant AT = Instant.parse("2026-03-02T14:21:40.121Z");

    private final CommandRun slipway = new CommandRun();

    @BeforeEach
    void write() {
        slipway.deeds.lines = List.of(
                LogSamples.line(AT.minusSeconds(1), 0, LogLevel.INFO, false, "* Listening on http://127.77.1.20:4567"),
                LogSamples.line(AT, 0, LogLevel.ERROR, false, "n=13: this process crashes now, on purpose"),
                LogSamples.line(AT.plusSeconds(2), 0, LogLevel.WARN, true, "— container restarted in place —"));
    }

    @Test
    void text_saysWhenWhoAndWhat() {
        assertThat(slipway.run("logs", "--tier", "api")).isZero();

        assertThat(slipway.outLines())
                .containsExactly(
                        "2026-03-02T14:21:39.121Z  api blue    9c41e7  info   * Listening on http://127.77.1.20:4567",
                        "2026-03-02T14:21:40.121Z  api blue    9c41e7  error  n=13: this process crashes now, on purpose",
                        "2026-03-02T14:21:42.121Z  api blue    9c41e7         — container restarted in place —");
        assertThat(slipway.deeds.done)
                .contains("readLogs [dev-api-blue, dev-api-green] PT10M")
                .endsWith("close");
    }

    @Test
    void json_isADocumentALine() {
        slipway.deeds.lines = slipway.deeds.lines.subList(1, 2);

        assertThat(slipway.run("logs", "--tier", "api", "--output", "json")).isZero();

        JsonNode line = slipway.json();
        assertThat(line.path("at").asText()).isEqualTo("2026-03-02T14:21:40.121Z");
        assertThat(line.path("tier").asText()).isEqualTo("api");
        assertThat(line.path("colour").asText()).isEqualTo("blue");
        assertThat(line.path("task").asText()).isEqualTo("9c41e7d0a20");
        assertThat(line.path("level").asText()).isEqualTo("error");
        assertThat(line.path("mark").asBoolean()).isFalse();
        assertThat(line.path("text").asText()).isEqualTo("n=13: this process crashes now, on purpose");
    }

    @Test
    void level_hidesWhatMattersLess() {
        slipway.run("logs", "--tier", "api", "--level", "error");

        assertThat(slipway.outLines()).hasSize(1).first().asString().contains("n=13");
    }

    @Test
    void filter_takesAPattern() {
        slipway.run("logs", "--tier", "api", "--filter", "/:\\d{4}$/");

        assertThat(slipway.outLines()).hasSize(1).first().asString().contains("Listening");
    }

    @ParameterizedTest
    @CsvSource({
        "--tier api --colour green --since 2h, 'readLogs [dev-api-green] PT2H'",
        "--tier redis, 'readLogs [dev-redis] PT10M'",
        "--service dev-api-blue, 'readLogs [dev-api-blue] PT10M'",
        "--task 9c41, 'readLogs [dev-api-blue]9c41 PT10M'",
        "--tier client --task 9c41, 'logsOfTask 9c41 within [dev-client-blue, dev-client-green]'"
    })
    void options_sayWhoseLines(String options, String deed) {
        assertThat(slipway.run(("logs " + options).split(" "))).isZero();

        assertThat(slipway.deeds.done).contains(deed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logs|Say whose lines: --tier client, api or redis, --service NAME or --task ID",
                "logs --tier redis --colour blue|--tier redis has no colours: leave out --colour",
                "logs --colour blue --task 9c|--colour is of use only with --tier client or api",
                "logs --service dev-redis --tier redis|--service names a tier and a colour already: leave out --tier and"
                        + " --colour",
                "logs --tier api --since soon|Invalid value for option '--since': 'soon' is no span of time: a number and s,"
                        + " m, h or d, such as 10m",
                "logs --tier api --filter /(/|--filter /(/: No pattern: Unclosed group, at character 2"
            })
    void contradictions_areRefusedWithTheWayOut(String command, String words) {
        assertThat(slipway.run(command.split(" "))).isEqualTo(2);

        assertThat(slipway.errLines()).first().isEqualTo(words);
        assertThat(slipway.targets).isEmpty();
    }

    @Test
    void unknownTier_isNamed() {
        assertThat(slipway.run("logs", "--tier", "web")).isEqualTo(2);

        assertThat(slipway.err()).contains("web").contains("client, api, redis");
    }

    @Test
    void follow_goesOnUntilInterrupted() {
        slipway.deeds.news = List.of(
                new LogNews.Lines(slipway.deeds.lines.subList(0, 1)),
                new LogNews.CaughtUp(AT),
                new LogNews.Trouble(new Failure.Unreachable("no answer in time", ""), Duration.ofSeconds(2)),
                new LogNews.Lines(slipway.deeds.lines.subList(1, 2)),
                new LogNews.Lines(slipway.deeds.lines.subList(2, 3)));
        int[] given = {0};
        slipway.deeds.midway = () -> {
            if (++given[0] == 4) {
                slipway.terminal.interrupt();
            }
        };

        assertThat(slipway.run("logs", "--tier", "api", "--follow")).isZero();

        assertThat(slipway.outLines()).hasSize(2);
        assertThat(slipway.errLines()).containsExactly("no answer in time");
    }

    @Test
    void follow_ends_whenItIsRefused() {
        slipway.deeds.news = List.of(
                new LogNews.Trouble(
                        new Failure.NotFound("There are no logs of api in dev yet.", ""), Duration.ofSeconds(2)),
                new LogNews.Lines(slipway.deeds.lines));

        assertThat(slipway.run("logs", "--tier", "api", "--follow")).isEqualTo(1);

        assertThat(slipway.errLines()).containsExactly("There are no logs of api in dev yet.");
        assertThat(slipway.out()).isEmpty();
    }
}
