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
    private final long newestBefore;
    private final List<Mark> marks = new ArrayList<>();
    private long end;
    private long size;

    /**
     * @param first the number of its first event
     * @param newestBefore the newest time of all events before it, those included that were given up
     */
    EventPart(long first, long newestBefore) {
        this.first = first;
        this.newestBefore = newestBefore;
        this.end = first;
    }

    /** Of a stream's first file. */
    static EventPart beginning() {
        return new EventPart(0, Long.MIN_VALUE);
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

        private long newestUpToItsEnd() {
            return Math.max(newestBefore, newest);
        }

        private boolean mayHold(Times times) {
            return newest >= times.from() && oldest < times.to();
        }
    }

    /**
     * Reads a file once from its beginning to its end; a last line without an end, which a kill left, is cut off.
     *
     * @param otherwise what it begins with where the file does not tell it
     * @return empty when there is no file
     */
    static Optional<EventPart> load(Path path, EventPart otherwise) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        long whole = 0;
        EventPart part = otherwise;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path), BLOCK)) {
            var line = new ByteArrayOutputStream();
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                line.write(next);
                if (next == '\n') {
                    String text = line.toString(StandardCharsets.UTF_8);
                    if (whole == 0 && text.startsWith("#")) {
                        part = part(text, otherwise);
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

    /** The one that follows it: empty, and with what it begins with. */
    EventPart next() {
        return new EventPart(end, newest());
    }

    /** The newest time up to its end. */
    private long newest() {
        return marks.isEmpty() ? newestBefore : marks.getLast().newestUpToItsEnd();
    }

    /** What a file begins with. */
    byte[] header() {
        return ("#" + first + "\t" + newestBefore + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Earlier versions wrote the number alone. */
    private static EventPart part(String header, EventPart otherwise) {
        int tab = header.indexOf('\t');
        return tab < 0
                ? new EventPart(Long.parseLong(header.substring(1).strip()), otherwise.newestBefore)
                : new EventPart(
                        Long.parseLong(header.substring(1, tab)),
                        Long.parseLong(header.substring(tab + 1).strip()));
    }

    /** @param offset where its line begins */
    void add(Event event, long offset) {
        Mark mark;
        if (marks.isEmpty() || offset - marks.getLast().offset >= BLOCK) {
            mark = new Mark(offset, end, newest());
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
