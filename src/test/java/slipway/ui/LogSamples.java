package slipway.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogSource;
import slipway.ui.workspace.LogTail;

/** Lines as following an api would give them: half an hour of requests, a crash, and a load that grows. */
@NullMarked
public final class LogSamples {
    public static final Instant NOW = Instant.parse("2026-03-02T14:32:08Z");
    public static final Instant CRASH = Instant.parse("2026-03-02T14:21:40.121Z");

    private static final String[] TASKS = {"9c41e7d0a20", "4ad8f0b1c31", "c3e815f2a77", "5d02ab94e01", "77b1c6aa3b2"};

    private LogSamples() {}

    /** Everything up to {@link #NOW}, and nothing more. */
    public static LogTail halfAnHour() {
        return (receiver, cancellation) -> {
            receiver.accept(new LogNews.Lines(lines()));
            receiver.accept(new LogNews.CaughtUp(NOW));
        };
    }

    public static List<LogLine> lines() {
        List<LogLine> lines = new ArrayList<>();
        Instant from = NOW.minus(Duration.ofMinutes(30));
        long total = Duration.between(from, NOW).toMillis();
        for (long at = 0; at < total; at += at < total * 0.8 ? 900 : 900 - (at - total * 4 / 5) * 700 / (total / 5)) {
            int which = (int) (at / 300 % TASKS.length);
            boolean slow = at > total * 0.86 && at < total * 0.9 && at % 7 == 0;
            lines.add(line(
                    from.plusMillis(at),
                    which,
                    slow ? LogLevel.WARN : LogLevel.INFO,
                    false,
                    "127.77.1.20 - - [02/Mar/2026:14:21:39 +0000] \"POST /sum HTTP/1.1\" 200 12 "
                            + (slow ? "1.6120" : "0.0" + (300 + at % 137))));
        }
        lines.add(line(CRASH, 0, LogLevel.ERROR, false, "n=13: this process crashes now, on purpose"));
        lines.add(line(CRASH.plusMillis(1900), 0, LogLevel.WARN, true, "— container restarted in place —"));
        lines.add(line(CRASH.plusMillis(1900), 0, LogLevel.INFO, false, "Puma starting in single mode..."));
        lines.add(
                line(CRASH.plusMillis(1902), 0, LogLevel.INFO, false, "* Puma version: 6.6.0 (\"Return to Forever\")"));
        lines.add(line(CRASH.plusMillis(2250), 0, LogLevel.INFO, false, "* Listening on http://127.77.1.20:4567"));
        lines.add(line(
                CRASH.plusMillis(60_000), 4, LogLevel.INFO, true, "— task started, dev-api-green:2 at 127.77.1.24 —"));
        lines.sort(LogLine.BY_TIME);
        return lines;
    }

    /** @param which task; those from 3 on are green */
    public static LogLine line(Instant at, int which, LogLevel level, boolean mark, String text) {
        @Nullable Colour colour = which < 3 ? Colour.BLUE : Colour.GREEN;
        return new LogLine(
                at.toEpochMilli() + "-" + which + "-" + text.hashCode(),
                at,
                LogSource.API,
                colour,
                TASKS[which],
                level,
                mark,
                text);
    }
}
