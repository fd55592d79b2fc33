package slipway.ui.controls;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times, spans and sizes as the console writes them: absolute first, units after a space. */
public final class Phrases {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Phrases() {}

    /** {@code 14:31:42}, in the zone of this machine. */
    public static String clock(Instant instant) {
        return CLOCK.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** {@code 14:31}, in the zone of this machine: for what is only estimated. */
    public static String minute(Instant instant) {
        return MINUTE.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** All of it, for what somebody chose: {@code 90 s}, {@code 3 min}, {@code 1 h 30 min}. */
    public static String exact(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60 || (seconds % 60 != 0 && seconds < 180)) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        String rest = seconds % 60 == 0 ? "" : " " + seconds % 60 + " s";
        if (minutes < 60) {
            return minutes + " min" + rest;
        }
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min") + rest;
    }

    /** {@code 4,536 requests}. */
    public static String grouped(long number, String singular) {
        return String.format(Locale.ROOT, "%,d", number) + " " + singular + (number == 1 ? "" : "s");
    }

    /** {@code now}, {@code 2 s ago}, {@code 3 min ago}. */
    public static String ago(Duration age) {
        return age.toSeconds() < 1 ? "now" : span(age) + " ago";
    }

    /** The largest unit that fits: {@code 12 s}, {@code 6 min}, {@code 2 h}, {@code 3 d}. */
    public static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h";
        }
        return seconds / 86_400 + " d";
    }

    /** Two units from an hour on: {@code 20 s}, {@code 43 min}, {@code 2 h 10 min}, {@code 3 d 4 h}. */
    public static String age(Duration span) {
        long minutes = Math.max(0, span.toMinutes());
        if (minutes < 60) {
            return span(span);
        }
        if (minutes < 1440) {
            return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        return minutes / 1440 + " d" + (minutes / 60 % 24 == 0 ? "" : " " + minutes / 60 % 24 + " h");
    }

    /** The first six characters of an id: enough to tell tasks apart, the whole is in a tooltip. */
    public static String shortId(String id) {
        return id.length() > 6 ? id.substring(0, 6) : id;
    }

    /** {@code 0:19}, {@code 12:04}, {@code 1:02:33}. */
    public static String stopwatch(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds >= 3600) {
            return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
        }
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }

    /** One digit behind the point below ten seconds: {@code 2.6}, else whole seconds. */
    public static String seconds(Duration span) {
        double seconds = Math.max(0, span.toMillis() / 1000.0);
        return seconds < 100 ? String.format(Locale.ROOT, "%.1f", seconds) : String.valueOf(Math.round(seconds));
    }

    /** {@code 14.2 KB}, {@code 148 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        String[] units = {"KB", "MB", "GB", "TB"};
        int unit = -1;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return (value < 100 ? String.format(Locale.ROOT, "%.1f", value) : String.valueOf(Math.round(value))) + " "
                + units[unit];
    }

    /** {@code 1 stack}, {@code 3 stacks}. */
    public static String count(long number, String singular) {
        return number + " " + singular + (number == 1 ? "" : "s");
    }

    /** A version as it is drawn: a git commit by its first seven digits, anything else as it is. */
    public static String version(String tag) {
        return tag.matches("[0-9a-f]{40}") ? tag.substring(0, 7) : tag;
    }

    /** A cloud clock's factor: {@code ×10}, {@code ×2.5}. */
    public static String factor(double factor) {
        return "×" + (factor == Math.rint(factor) ? String.valueOf((long) factor) : String.valueOf(factor));
    }

    /** An account in groups of four digits. */
    public static String account(String twelveDigits) {
        return twelveDigits.length() == 12
                ? twelveDigits.substring(0, 4) + "-" + twelveDigits.substring(4, 8) + "-" + twelveDigits.substring(8)
                : twelveDigits;
    }
}
