package slipway.localcloud.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import slipway.localcloud.logs.EventFile.Event;

/**
 * One event, one line: time, how much later it came in, text; line breaks and backslashes are escaped. How much later has a sign
 * always: files of earlier versions have it without, or have the time itself at which the event came in.
 */
final class EventLines {
    private EventLines() {}

    static byte[] line(Event event) {
        long later = event.ingestion() - event.timestamp();
        String line = event.timestamp() + "\t" + (later < 0 ? "" : "+") + later + "\t"
                + event.message().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
                + "\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** @param text whole lines */
    static List<Event> events(String text) {
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            events.add(event(text.substring(from, end)));
            from = end + 1;
        }
        return events;
    }

    /**
     * The time of a line's event, as {@link #events} has it unless it is spoilt further on.
     *
     * @param beginning of the line, the first tab included
     */
    static long time(String beginning) {
        try {
            return Long.parseLong(beginning, 0, Math.max(0, beginning.indexOf('\t')), 10);
        } catch (NumberFormatException spoilt) {
            return 0;
        }
    }

    /** A line that a broken disk has spoilt is an event all the same, so that the numbers of the others stay. */
    private static Event event(String line) {
        int first = line.indexOf('\t');
        int second = line.indexOf('\t', first + 1);
        try {
            long time = Long.parseLong(line, 0, Math.max(0, first), 10);
            return new Event(time, ingestion(time, line, first + 1, second), unescaped(line.substring(second + 1)));
        } catch (NumberFormatException spoilt) {
            return new Event(0, 0, line);
        }
    }

    private static long ingestion(long time, String line, int from, int end) {
        long number = Long.parseLong(line, from, Math.max(from, end), 10);
        boolean absolute = Character.isDigit(line.charAt(from)) && number >= time;
        return absolute ? number : time + number;
    }

    private static String unescaped(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        var text = new StringBuilder(line.length());
        for (int index = 0; index < line.length(); index++) {
            char character = line.charAt(index);
            if (character == '\\' && index + 1 < line.length()) {
                index++;
                char escaped = line.charAt(index);
                text.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }
}
