package slipway.ui.logs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus;
import slipway.model.LogScope;
import slipway.model.LogSource;
import slipway.ui.controls.Phrases;

/** What the head of the panel says. */
final class HeadWords {
    private HeadWords() {}

    /** {@code Following 5 api tasks}, {@code Paused: 2 blue api tasks}, {@code Following api task 9c41e7}. */
    static String title(LogScope scope, boolean paused, @Nullable EnvironmentStatus status) {
        return (paused ? "Paused: " : "Following ") + who(scope, status);
    }

    private static String who(LogScope scope, @Nullable EnvironmentStatus status) {
        String name = name(scope.source());
        if (!scope.task().isEmpty()) {
            return name + " task " + shortened(scope.task());
        }
        if (scope.source() == LogSource.REDIS) {
            return name;
        }
        String coloured = scope.colour().map(colour -> colour.label() + " ").orElse("") + name;
        if (status == null) {
            return coloured;
        }
        long tasks = status.colours().stream()
                .filter(each -> LogSource.of(each.tier()) == scope.source())
                .filter(each -> scope.colour().map(each.colour()::equals).orElse(true))
                .mapToLong(each -> each.tasks().size())
                .sum();
        return Phrases.count(tasks, coloured + " task");
    }

    static String name(LogSource source) {
        return source == LogSource.REDIS ? "Redis" : source.label();
    }

    static String shortened(String task) {
        return task.length() <= 6 ? task : task.substring(0, 6);
    }

    /** {@code 44 lines a second, 1 error and 214 warnings in 30 min}. */
    static String pace(Snapshot snapshot) {
        if (!snapshot.caughtUp()) {
            return grouped(snapshot.kept()) + " lines read so far";
        }
        long minutes = Math.round(snapshot.bars()
                        .width()
                        .multipliedBy(snapshot.bars().bars().size())
                        .toSeconds()
                / 60.0);
        int errors = snapshot.bars().errors();
        int warnings = snapshot.bars().warnings();
        String troubles = errors == 0 && warnings == 0
                ? "no warning and no error"
                : some(errors, "error") + " and " + some(warnings, "warning");
        return perSecond(snapshot.perSecond()) + ", " + troubles + " in " + minutes + " min";
    }

    private static String some(int count, String what) {
        return (count == 0 ? "no " + what : grouped(count) + " " + what) + (count > 1 ? "s" : "");
    }

    private static String perSecond(double lines) {
        if (lines == 0) {
            return "no line for 30 s";
        }
        if (lines < 1) {
            return lines(Math.round(lines * 60)) + " a minute";
        }
        String number = lines < 9.95 ? String.format(Locale.ROOT, "%.1f", lines) : grouped(Math.round(lines));
        return number + " lines a second";
    }

    /** {@code 1 line}, {@code 1,204 lines}. */
    static String lines(long number) {
        return grouped(number) + (number == 1 ? " line" : " lines");
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
