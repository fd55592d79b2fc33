package slipway.localcloud.logs;

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
        var scan = new Scan(otherwise);
        try (InputStream bytes = Files.newInputStream(path)) {
            var chunk = new byte[BLOCK];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                scan.take(chunk, read);
            }
        }
        EventPart part = scan.part;
        part.size = scan.begin;
        if (part.size < scan.offset) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(part.size);
            }
        }
        return Optional.of(part);
    }

    /** Takes note of each whole line by its beginning alone, where its time stands: texts are not looked at. */
    private static final class Scan {
        /** More than the longest header has, or a time. */
        private final byte[] beginning = new byte[64];

        private EventPart part;
        private int length;
        private long begin;
        private long offset;

        Scan(EventPart part) {
            this.part = part;
        }

        void take(byte[] chunk, int count) {
            int from = 0;
            for (int index = 0; index < count; index++) {
                if (chunk[index] == '\n') {
                    keep(chunk, from, index);
                    from = index + 1;
                    endLine(offset + from);
                }
            }
            keep(chunk, from, count);
            offset += count;
        }

        private void keep(byte[] chunk, int from, int end) {
            int more = Math.min(end - from, beginning.length - length);
            System.arraycopy(chunk, from, beginning, length, more);
            length += more;
        }

        private void endLine(long end) {
            String text = new String(beginning, 0, length, StandardCharsets.ISO_8859_1);
            if (begin == 0 && text.startsWith("#")) {
                part = part(text, part);
            } else {
                part.add(EventLines.time(text), begin);
            }
            begin = end;
            length = 0;
        }
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

    /**
     * Takes note of an event.
     *
     * @param offset where its line begins
     */
    void add(long time, long offset) {
        Mark mark;
        if (marks.isEmpty() || offset - marks.getLast().offset >= BLOCK) {
            mark = new Mark(offset, end, newest());
            marks.add(mark);
        } else {
            mark = marks.getLast();
        }
        mark.oldest = Math.min(mark.oldest, time);
        mark.newest = Math.max(mark.newest, time);
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

    /** The first block with this number or a later one, with the wanted times, and with the time reached at its end. */
    Optional<Mark> from(long number, Times times, long reached) {
        return marks.stream()
                .filter(mark -> mark.end > number && mark.newestUpToItsEnd() >= reached && mark.mayHold(times))
                .findFirst();
    }

    /** The last block with an earlier number, and with the wanted times. */
    Optional<Mark> before(long number, Times times) {
        return marks.reversed().stream()
                .filter(mark -> mark.first < number && mark.mayHold(times))
                .findFirst();
    }
}
