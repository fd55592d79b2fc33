package slipway.localcloud.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends signals by kill(2) itself: {@link ProcessHandle} knows neither groups nor signals other than TERM and KILL, and
 * a {@code kill} program would cost a process per signal. The numbers are Linux's on x86-64 and arm64.
 */
final class Signal {
    static final int KILL = 9;
    static final int TERM = 15;

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("HUP", 1),
            Map.entry("INT", 2),
            Map.entry("QUIT", 3),
            Map.entry("ABRT", 6),
            Map.entry("KILL", KILL),
            Map.entry("USR1", 10),
            Map.entry("USR2", 12),
            Map.entry("TERM", TERM),
            Map.entry("WINCH", 28));
    private static final int HIGHEST = 64;
    private static final MethodHandle SEND = send();

    private Signal() {}

    /** The number of a signal in an image's words: {@code SIGQUIT}, {@code QUIT} or {@code 3}; TERM when none is given. */
    static int number(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return TERM;
        }
        String plain = name.strip().toUpperCase(Locale.ROOT);
        if (plain.matches("\\d{1,2}")) {
            int number = Integer.parseInt(plain);
            if (number >= 1 && number <= HIGHEST) {
                return number;
            }
        }
        Integer number = NUMBERS.get(plain.startsWith("SIG") ? plain.substring(3) : plain);
        if (number == null) {
            throw new IllegalArgumentException("'" + name + "' is no signal: SIGTERM, SIGINT, SIGQUIT… or a number");
        }
        return number;
    }

    /** To one process; false when it is gone. */
    static boolean toProcess(long pid, int signal) {
        return pid > 1 && kill((int) pid, signal);
    }

    /** To every process of a group; false when none is left. */
    static boolean toGroup(long group, int signal) {
        return group > 1 && kill((int) -group, signal);
    }

    private static boolean kill(int target, int signal) {
        try {
            return (int) SEND.invokeExact(target, signal) == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill(2) cannot be called", impossible);
        }
    }

    @SuppressWarnings("restricted") // the call takes and returns plain numbers: no memory is shared
    private static MethodHandle send() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
