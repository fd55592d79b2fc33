package slipway.localcloud.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events of one stream: a file that is appended to, and one older file. When the newer one has grown to the cap it
 * becomes the older one, so that a stream never holds more than twice the cap, and the newest events are always there. Events
 * are numbered without a gap, and keep their numbers when older ones go.
 */
final class EventFile {
    /** Bytes after which a file is put aside. */
    static final long CAP = 16L << 20;

    private final long cap;
    private final Path newerPath;
    private final Path olderPath;
    private Optional<EventPart> older = Optional.empty();
    private Optional<EventPart> newer = Optional.empty();
    private boolean known;
    private boolean gone;

    /** Times are epoch milliseconds. */
    record Event(long timestamp, long ingestion, String message) {}

    /**
     * Events that follow each other.
     *
     * @param first the number of the first one
     * @param newestBefore the newest time of all events before them, those included that were given up
     * @param bytes what was read of the file for them
     */
    record Block(long first, long newestBefore, List<Event> events, int bytes) {
        long end() {
            return first + events.size();
        }
    }

    /**
     * Which times are wanted. A block without any of them is not read.
     *
     * @param from inclusive
     * @param to exclusive
     */
    record Times(long from, long to) {
        boolean holds(Event event) {
            return event.timestamp() >= from && event.timestamp() < to;
        }
    }

    EventFile(Path folder, String id) {
        this(folder, id, CAP);
    }

    EventFile(Path folder, String id, long cap) {
        this.cap = cap;
        newerPath = folder.resolve(id + ".log");
        olderPath = folder.resolve(id + ".old.log");
    }

    synchronized void append(List<Event> events) {
        if (gone) {
            throw LogErrors.noStream();
        }
        try {
            know();
            if (newer.filter(part -> part.size() >= cap).isPresent()) {
                Files.move(newerPath, olderPath, StandardCopyOption.REPLACE_EXISTING);
                older = newer;
                newer = Optional.empty();
            }
            EventPart part = newer.orElseGet(this::afterOlder);
            newer = Optional.of(part);
            Files.createDirectories(newerPath.getParent());
            var bytes = new ByteArrayOutputStream();
            if (part.size() == 0) {
                bytes.writeBytes(part.header());
            }
            long offset = part.size();
            for (Event event : events) {
                long begin = offset + bytes.size();
                bytes.writeBytes(EventLines.line(event));
                part.add(event.timestamp(), begin);
            }
            Files.write(newerPath, bytes.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            part.grow(bytes.size());
        } catch (IOException failed) {
            // What was written of it is looked for when the file is used again.
            known = false;
            throw new UncheckedIOException("the local cloud cannot write log file " + newerPath, failed);
        }
    }

    /** The events from this number on, as far as one block goes; empty at the end. */
    Optional<Block> from(long number, Times times) {
        return from(number, times, Long.MIN_VALUE);
    }

    /** @param reached blocks are left out that end before an event has this time or a newer one */
    Optional<Block> from(long number, Times times, long reached) {
        return read(() -> {
            for (EventPart part : parts()) {
                Optional<EventPart.Mark> mark = part.from(number, times, reached);
                if (mark.isPresent()) {
                    Block block = block(part, mark.get());
                    int skipped = (int) Math.max(0, number - block.first());
                    return Optional.of(skipped == 0 ? block : without(block, skipped));
                }
            }
            return Optional.empty();
        });
    }

    /** The events before this number, as far as one block goes; empty at the beginning. */
    Optional<Block> before(long number, Times times) {
        return read(() -> {
            for (EventPart part : parts().reversed()) {
                Optional<EventPart.Mark> mark = part.before(number, times);
                if (mark.isPresent()) {
                    Block block = block(part, mark.get());
                    int wanted = (int) Math.min(block.events().size(), number - block.first());
                    return Optional.of(new Block(
                            block.first(), block.newestBefore(), block.events().subList(0, wanted), block.bytes()));
                }
            }
            return Optional.empty();
        });
    }

    /** The number of the oldest event that is kept. */
    synchronized long first() {
        know();
        return parts().isEmpty() ? 0 : parts().getFirst().first();
    }

    /** The number that the next event will have. */
    synchronized long end() {
        know();
        return parts().isEmpty() ? 0 : parts().getLast().end();
    }

    synchronized Optional<Event> oldest() {
        return from(first(), EventPages.ALWAYS).map(block -> block.events().getFirst());
    }

    synchronized Optional<Event> newest() {
        return before(end(), EventPages.ALWAYS).map(block -> block.events().getLast());
    }

    synchronized void delete() {
        gone = true;
        try {
            Files.deleteIfExists(newerPath);
            Files.deleteIfExists(olderPath);
            older = Optional.empty();
            newer = Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot delete log file " + newerPath, failed);
        }
    }

    /**
     * Gives the older half up, or everything when there is no older half; the numbers go on.
     *
     * @return the bytes that this freed: none when there is nothing to give up
     */
    synchronized long shrink() {
        long before = bytes();
        try {
            know();
            if (older.isPresent()) {
                Files.deleteIfExists(olderPath);
                older = Optional.empty();
            } else if (newer.isPresent() && newer.get().end() > newer.get().first()) {
                EventPart rest = newer.get().next();
                Files.write(newerPath, rest.header());
                rest.grow(rest.header().length);
                newer = Optional.of(rest);
            }
            return before - bytes();
        } catch (IOException failed) {
            known = false;
            throw new UncheckedIOException("the local cloud cannot delete log file " + newerPath, failed);
        }
    }

    /** On the disk. */
    synchronized long bytes() {
        return size(newerPath) + size(olderPath);
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException none) {
            return 0;
        }
    }

    /** When it was written last, real time; long ago when never. */
    Instant lastWritten() {
        try {
            return Files.getLastModifiedTime(newerPath).toInstant();
        } catch (IOException none) {
            return Instant.EPOCH;
        }
    }

    private List<EventPart> parts() {
        return Stream.of(older, newer).flatMap(Optional::stream).toList();
    }

    private static Block without(Block block, int skipped) {
        long newest = block.newestBefore();
        for (Event event : block.events().subList(0, skipped)) {
            newest = Math.max(newest, event.timestamp());
        }
        return new Block(
                block.first() + skipped,
                newest,
                block.events().subList(skipped, block.events().size()),
                block.bytes());
    }

    private Block block(EventPart part, EventPart.Mark mark) throws IOException {
        Path path = newer.filter(part::equals).isPresent() ? newerPath : olderPath;
        var bytes = ByteBuffer.allocate((int) (part.endOf(mark) - mark.offset()));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, mark.offset() + bytes.position());
            }
        }
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        return new Block(mark.first(), mark.newestBefore(), EventLines.events(text), bytes.position());
    }

    /** Takes note of what an earlier run left, once. */
    private void know() {
        if (known) {
            return;
        }
        try {
            older = EventPart.load(olderPath, EventPart.beginning());
            newer = EventPart.load(newerPath, afterOlder());
            known = true;
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot read log file " + newerPath, failed);
        }
    }

    private EventPart afterOlder() {
        return older.map(EventPart::next).orElseGet(EventPart::beginning);
    }

    @FunctionalInterface
    private interface Reading {
        Optional<Block> read() throws IOException;
    }

    private synchronized Optional<Block> read(Reading reading) {
        try {
            know();
            return reading.read();
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud cannot read log file " + newerPath, failed);
        }
    }
}
