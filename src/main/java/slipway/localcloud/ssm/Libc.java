package slipway.localcloud.ssm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's calls that a terminal needs (pty(7), ioctl_tty(2), poll(2), eventfd(2)), because the JDK opens no
 * pseudo-terminal and reads no file descriptor that it has not opened. Numbers are Linux's on x86-64 and arm64. A call that
 * fails throws what the C library says.
 */
final class Libc {
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final short POLLIN = 1;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    private static final long TIOCSWINSZ = 0x5414;

    /** {@code struct pollfd}: int fd, short events, short revents. */
    static final long POLLFD_BYTES = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle OPENPT = call("posix_openpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GRANTPT = call("grantpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLOCKPT = call("unlockpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PTSNAME =
            call("ptsname_r", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IOCTL = call(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ =
            call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL =
            call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Libc() {}

    /** A new pseudo-terminal's own end, ready for its other end to be opened. */
    static int openTerminal() throws IOException {
        int terminal = (int) checked("posix_openpt", openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
        try {
            checked("grantpt", result(state -> (int) GRANTPT.invokeExact(state, terminal)));
            checked("unlockpt", result(state -> (int) UNLOCKPT.invokeExact(state, terminal)));
            return terminal;
        } catch (IOException failed) {
            close(terminal);
            throw failed;
        }
    }

    private static Result openpt(int flags) {
        return result(state -> (int) OPENPT.invokeExact(state, flags));
    }

    /** The device of the other end, {@code /dev/pts/N}. */
    static String otherEnd(int terminal) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(64);
            Result result = result(state -> (int) PTSNAME.invokeExact(state, terminal, name, name.byteSize()));
            // It returns the error's number instead of setting it.
            if (result.value() != 0) {
                throw failure("ptsname_r", (int) result.value());
            }
            return name.getString(0);
        }
    }

    static void resize(int terminal, int columns, int rows) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            // struct winsize: unsigned short rows, columns, and two that nobody reads
            MemorySegment size = arena.allocate(8, 2);
            size.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 0, (short) rows);
            size.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 2, (short) columns);
            checked("ioctl", result(state -> (int) IOCTL.invokeExact(state, terminal, TIOCSWINSZ, size)));
        }
    }

    /** How many bytes were read, or minus the error's number. */
    static long read(int file, MemorySegment into) {
        return result(state -> (long) READ.invokeExact(state, file, into, into.byteSize()))
                .orMinusError();
    }

    /** How many bytes were written, or minus the error's number. */
    static long write(int file, MemorySegment from) {
        return result(state -> (long) WRITE.invokeExact(state, file, from, from.byteSize()))
                .orMinusError();
    }

    /** Waits without end until one of the files is ready; {@code files} holds {@link #POLLFD_BYTES} each. */
    static void poll(MemorySegment files, int count) throws IOException {
        Result result;
        do {
            result = result(state -> (int) POLL.invokeExact(state, files, (long) count, -1));
        } while (result.value() < 0 && result.error() == EINTR);
        checked("poll", result);
    }

    /** A counter that poll can wait for. */
    static int newCounter() throws IOException {
        return (int) checked("eventfd", result(state -> (int) EVENTFD.invokeExact(state, 0, O_NONBLOCK | O_CLOEXEC)));
    }

    static void close(int file) {
        result(state -> (int) CLOSE.invokeExact(state, file));
    }

    /** A failed call by name and its error's number, as errno(3) lists them. */
    static IOException failure(String call, int error) {
        return new IOException(call + " failed with error " + error + " (errno -l names it)");
    }

    private static long checked(String call, Result result) throws IOException {
        if (result.value() < 0) {
            throw failure(call, result.error());
        }
        return result.value();
    }

    private record Result(long value, int error) {
        long orMinusError() {
            return value < 0 ? -error : value;
        }
    }

    private interface Call {
        long invoke(MemorySegment state) throws Throwable;
    }

    private static Result result(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long value = call.invoke(state);
            return new Result(value, (int) ERRNO_VALUE.get(state, 0L));
        } catch (Throwable impossible) {
            throw new IllegalStateException("the C library cannot be called", impossible);
        }
    }

    @SuppressWarnings("restricted") // numbers and memory of our own, for the time of the call
    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... more) {
        var options = java.util.Arrays.copyOf(more, more.length + 1);
        options[more.length] = ERRNO;
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
    }
}
