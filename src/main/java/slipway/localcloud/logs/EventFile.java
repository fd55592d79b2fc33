package slipway.localcloud.logs;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one stream: a file that is appended to, and one older file. When the newer one has grown to the cap it
 * becomes the older one, so that a stream never holds more than twice the cap, and the newest events are always there.
 */
final class EventFile {
    /** Bytes after which a file is put aside. */
    static final long CAP = 4L << 20;

    private final Path newer;
    private final Path older;
    private long size;

    /** Times are epoch milliseconds. */
    record Event(long timestamp, long ingestion, String message) {}

    EventFile(Path folder, String id) {
        newer = folder.resolve(id + ".log");
        older = folder.resolve(id + ".old.log");
        size = sizeOf(newer);
    }

    synchronized void append(List<Event> events) {
        try {
            if (size >= CAP) {
                Files.move(newer, older, StandardCopyOption.REPLACE_EXISTING);
                size = 0;
            }
            Files.createDirectories(newer.getParent());
            try (BufferedWriter writer = Files.newBufferedWriter(
                    newer, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (Event event : events) {
                    String line = event.timestamp() + "\t" + event.ingestion() + "\t" + escape(event.message()) + "\n";
                    writer.write(line);
                }
            }
            size = sizeOf(newer);
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot write log file " + newer, failed);
        }
    }

    /** Every event still kept, oldest first by arrival. */
    synchronized List<Event> read() {
        var events = new ArrayList<Event>();
        readInto(older, events);
        readInto(newer, events);
        return events;
    }

    synchronized void delete() {
        try {
            Files.deleteIfExists(newer);
            Files.deleteIfExists(older);
            size = 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot delete log file " + newer, failed);
        }
    }

    synchronized long bytes() {
        return size + sizeOf(older);
    }

    private static void readInto(Path file, List<Event> events) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int first = line.indexOf('\t');
                int second = line.indexOf('\t', first + 1);
                if (second > 0 && line.chars().limit(first).allMatch(Character::isDigit)) {
                    events.add(new Event(
                            Long.parseLong(line.substring(0, first)),
                            Long.parseLong(line.substring(first + 1, second)),
                            unescape(line.substring(second + 1))));
                }
            }
        } catch (NoSuchFileException none) {
            // Nothing was written yet: the stream is empty.
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot read log file " + file, failed);
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot read log file " + file, failed);
        }
    }

    /** One event, one line: line breaks and backslashes are escaped. */
    private static String escape(String message) {
        return message.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        var text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '\\' && i + 1 < line.length()) {
                i++;
                char escaped = line.charAt(i);
                text.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }
}
