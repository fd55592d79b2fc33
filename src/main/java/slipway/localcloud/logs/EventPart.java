package slipway.localcloud.logs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.localcloud.logs.EventFile.Event;
import slipway.localcloud.logs.EventFile.Times;

/** What is known of one file of events without reading it again: its numbers, and where each block of it begins. */
final class EventPart {
    private static final int BLOCK = 64 << 10;

    private final long first;
    private final List<Mark> marks = new ArrayList<>();
    private long end;
    private long size;

    EventPart(long first) {
        this.first = first;
        this.end = first;
    }

    /** A block's place, numbers and times. Only the last one of a part still changes. */
    static final class Mark {
        private final long offset;
        private final long first;
        private final long newestBefore;
        private long end;
        private long oldest = Long.MAX_VALUE;
        private long newest = Long.MIN_VALUE;

        private Mark(long offset, long first, long newestBefore) {
            this.offset = offset;
            this.first = first;
            this.newestBefore = newestBefore;
            this.end = first;
        }

        long offset() {
            return offset;
        }

        long first() {
            return first;
        }

        long newestBefore() {
            return newestBefore;
        }

        private boolean mayHold(Times times) {
            return newest >= times.from() && oldest < times.to();
        }
    }

    /**
     * Reads a file once from its beginning to its end; a last line without an end, which a kill left, is cut off.
     *
     * @param otherwise the first number where the file does not tell it
     * @return empty when there is no file
     */
    static Optional<EventPart> load(Path path, long otherwise) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        long whole = 0;
        EventPart part = new EventPart(otherwise);
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path), BLOCK)) {
            var line = new ByteArrayOutputStream();
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                line.write(next);
                if (next == '\n') {
                    String text = line.toString(StandardCharsets.UTF_8);
                    if (whole == 0 && text.startsWith("#")) {
                        part = new EventPart(Long.parseLong(text.substring(1).strip()));
                    } else {
                        part.add(EventLines.events(text).getFirst(), whole);
                    }
                    whole += line.size();
                    line.reset();
                }
            }
        }
        part.size = whole;
        if (whole < Files.size(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
        return Optional.of(part);
    }

    /** What a file begins with. */
    byte[] header() {
        return ("#" + first + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @param offset where its line begins */
    void add(Event event, long offset) {
        Mark mark;
        if (marks.isEmpty() || offset - marks.getLast().offset >= BLOCK) {
            long before =
                    marks.isEmpty() ? Long.MIN_VALUE : Math.max(marks.getLast().newestBefore, marks.getLast().newest);
            mark = new Mark(offset, end, before);
            marks.add(mark);
        } else {
            mark = marks.getLast();
        }
        mark.oldest = Math.min(mark.oldest, event.timestamp());
        mark.newest = Math.max(mark.newest, event.timestamp());
        end++;
        mark.end = end;
    }

    void grow(int bytes) {
        size += bytes;
    }

    long size() {
        return size;
    }

    long first() {
        return first;
    }

    /** The number after the last. */
    long end() {
        return end;
    }

    /** Where the block's bytes end. */
    long endOf(Mark mark) {
        int next = marks.indexOf(mark) + 1;
        return next < marks.size() ? marks.get(next).offset : size;
    }

    /** The first block with this number or a later one, and with the wanted times. */
    Optional<Mark> from(long number, Times times) {
        return marks.stream()
                .filter(mark -> mark.end > number && mark.mayHold(times))
                .findFirst();
    }

    /** The last block with an earlier number, and with the wanted times. */
    Optional<Mark> before(long number, Times times) {
        return marks.reversed().stream()
                .filter(mark -> mark.first < number && mark.mayHold(times))
                .findFirst();
    }
}
