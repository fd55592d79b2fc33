package slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import slipway.cloud.Target;
import slipway.operations.build.SourceVersion;

/** Numbers, times and sizes as the command line writes them: units after a space. */
final class Words {
    private static final String[] UNITS = {"KB", "MB", "GB", "TB"};

    private Words() {}

    /** {@code 1 stack}, {@code 3 stacks}. */
    static String count(long number, String singular) {
        return number + " " + singular + (number == 1 ? "" : "s");
    }

    /** {@code 2.6 s}, {@code 148 s}. */
    static String seconds(Duration span) {
        double seconds = Math.max(0, span.toMillis() / 1000.0);
        return (seconds < 100 ? String.format(Locale.ROOT, "%.1f", seconds) : String.valueOf(Math.round(seconds)))
                + " s";
    }

    /** {@code 90 s}, {@code 3 min}, {@code 1 h}: in the largest unit that leaves nothing over. */
    static String span(Duration span) {
        long seconds = span.toSeconds();
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    /** {@code 14.2 KB}; decimal units. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return (value < 100 ? String.format(Locale.ROOT, "%.1f", value) : String.valueOf(Math.round(value))) + " "
                + UNITS[unit];
    }

    /** {@code 75 %}. */
    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** {@code 2026-03-02T14:31:20Z}. */
    static String instant(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** An image's tag for people: a commit by its first seven digits. */
    static String tag(String tag) {
        return SourceVersion.shown(tag);
    }

    /** To follow the first of several times: which clock they are of, where that is not this machine's. */
    static String clock(Target target) {
        return switch (target) {
            case Target.Local _ -> " (times are cloud time)";
            case Target.Aws _ -> "";
        };
    }

    static String place(Target target) {
        return switch (target) {
            case Target.Local _ -> "the local cloud";
            case Target.Aws aws -> aws.endpointUrl().map(url -> "AWS at " + url).orElse("AWS");
        };
    }
}
