package slipway.localcloud.ssm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A pseudo-terminal, seen from the side of whoever types and reads the screen. One thread reads until the end and then closes;
 * any thread may write, resize and finish.
 */
final class Pty implements AutoCloseable {
    private static final int CHUNK = 16 << 10;
    /** A terminal gives four kilobytes a call; many calls make one message of the session. */
    private static final int MOST_READ = 64 << 10;
    /** More than a terminal holds: one that goes on filling does not keep the reader from its end. */
    private static final int LAST_BYTES = 256 << 10;

    private final int terminal;
    private final int wake;
    private final Path device;
    private final Arena memory = Arena.ofShared();
    private final MemorySegment input = memory.allocate(MOST_READ);
    private final MemorySegment output = memory.allocate(CHUNK);
    private final MemorySegment files = memory.allocate(2 * Libc.POLLFD_BYTES, 4);
    private int readSinceFinish;
    private boolean closed;

    /** Opens one of 80 columns and 24 rows. */
    Pty() throws IOException {
        terminal = Libc.openTerminal();
        int counter;
        try {
            device = Path.of(Libc.otherEnd(terminal));
            Libc.resize(terminal, 80, 24);
            counter = Libc.newCounter();
        } catch (IOException failed) {
            Libc.close(terminal);
            memory.close();
            throw failed;
        }
        wake = counter;
        watch(0, terminal);
        watch(1, wake);
    }

    private void watch(int index, int file) {
        long at = index * Libc.POLLFD_BYTES;
        files.set(ValueLayout.JAVA_INT, at, file);
        files.set(ValueLayout.JAVA_SHORT, at + 4, Libc.POLLIN);
    }

    /** What a program opens to be at this terminal. */
    Path device() {
        return device;
    }

    /** Tells the terminal its size, and the programs in its foreground that it has changed. */
    synchronized void resize(int columns, int rows) throws IOException {
        if (!closed) {
            Libc.resize(terminal, columns, rows);
        }
    }

    /**
     * Waits for output, in native code: not for a virtual thread. Then takes what more is there already.
     *
     * @return how many bytes were read; -1 when no program is at the terminal any more, or it is finished and nothing is left
     */
    int read(byte[] into) throws IOException {
        int most = Math.min(into.length, MOST_READ);
        while (true) {
            Libc.poll(files, 2);
            boolean readable = files.get(ValueLayout.JAVA_SHORT, 6) != 0;
            boolean finished = files.get(ValueLayout.JAVA_SHORT, Libc.POLLFD_BYTES + 6) != 0;
            if (!readable || readSinceFinish > LAST_BYTES) {
                return -1;
            }
            long count = Libc.read(terminal, input.asSlice(0, most));
            if (count > 0) {
                int size = (int) count;
                for (long more = count; more > 0 && size < most; size += (int) Math.max(0, more)) {
                    // What it says at the end, it says again at the next call.
                    more = Libc.read(terminal, input.asSlice(size, most - size));
                }
                readSinceFinish += finished ? size : 0;
                MemorySegment.copy(input, ValueLayout.JAVA_BYTE, 0, into, 0, size);
                return size;
            }
            if (count == 0 || count == -Libc.EIO) {
                return -1;
            }
            if (count != -Libc.EAGAIN && count != -Libc.EINTR) {
                throw Libc.failure("read", (int) -count);
            }
        }
    }

    /**
     * Types.
     *
     * @return how many of the bytes the terminal has taken; fewer than given when its buffer is full, all when it is closed
     */
    synchronized int write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            return length;
        }
        int size = Math.min(length, CHUNK);
        MemorySegment.copy(bytes, offset, output, ValueLayout.JAVA_BYTE, 0, size);
        long count = Libc.write(terminal, output.asSlice(0, size));
        if (count >= 0) {
            return (int) count;
        }
        if (count == -Libc.EAGAIN || count == -Libc.EINTR) {
            return 0;
        }
        if (count == -Libc.EIO) {
            return length;
        }
        throw Libc.failure("write", (int) -count);
    }

    /** Ends the reading once everything is read that the terminal holds now. */
    synchronized void finish() {
        if (!closed) {
            output.set(ValueLayout.JAVA_LONG, 0, 1);
            Libc.write(wake, output.asSlice(0, Long.BYTES));
        }
    }

    /** Hangs up: programs that are still at the terminal get SIGHUP. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(terminal);
            Libc.close(wake);
            memory.close();
        }
    }
}
