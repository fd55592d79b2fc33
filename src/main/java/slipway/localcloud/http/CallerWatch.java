package slipway.localcloud.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * Gives up requests whose callers have left, so that a target learns of it and can stop working, as it does behind an
 * application load balancer. An HTTP/1.1 server does not read while it waits for an answer, so it cannot notice; the
 * kernel's table of connections can: once a second the requests that are under way for longer than that are looked up
 * there. Where there is no such table (it is Linux's), nobody is given up.
 *
 * <p>A caller that closes only its sending side counts as one that left (a).
 */
final class CallerWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallerWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = " 01 ";

    private final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();
    private final Cancellable watching;

    CallerWatch(Timer timer) {
        watching = TABLES.stream().allMatch(Files::isReadable) ? timer.every(EVERY, this::look) : () -> {};
    }

    void begin(InFlight request) {
        inFlight.add(request);
    }

    void end(InFlight request) {
        inFlight.remove(request);
    }

    @Override
    public void close() {
        watching.cancel();
    }

    private void look() {
        List<InFlight> waiting = inFlight.stream().filter(InFlight::wasSeen).toList();
        if (waiting.isEmpty()) {
            return;
        }
        try {
            Set<String> open = established();
            for (InFlight request : waiting) {
                InetSocketAddress door = request.door();
                InetSocketAddress caller = request.caller();
                if (door != null && caller != null && !isThere(open, door, caller)) {
                    request.giveUp(new CallerLeftException());
                }
            }
        } catch (IOException unreadable) {
            log.warn("the table of connections cannot be read: {}", unreadable.getMessage());
        }
    }

    /** The connections that are open, by their two ends as the kernel writes them. */
    private static Set<String> established() throws IOException {
        Set<String> open = new HashSet<>();
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
                // Most lines, under load, are of connections that ended within the last minute: not worth splitting.
                lines.filter(line -> line.contains(ESTABLISHED)).forEach(line -> {
                    List<String> columns = List.of(line.strip().split("\\s+", 5));
                    if (columns.size() == 5 && ESTABLISHED.strip().equals(columns.get(3))) {
                        open.add(columns.get(1) + " " + columns.get(2));
                    }
                });
            } catch (UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
        }
        return open;
    }

    private static boolean isThere(Set<String> open, InetSocketAddress door, InetSocketAddress caller) {
        return open.contains(kernel(door, false) + " " + kernel(caller, false))
                || open.contains(kernel(door, true) + " " + kernel(caller, true));
    }

    /** An address as the kernel writes it: hexadecimal words, each in the machine's byte order; IPv4 may be mapped. */
    private static String kernel(InetSocketAddress end, boolean mapped) {
        InetAddress address = end.getAddress();
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder();
        if (mapped && !(address instanceof Inet6Address)) {
            text.append("0000000000000000FFFF0000");
        }
        HexFormat hex = HexFormat.of().withUpperCase();
        for (int word = 0; word < bytes.length; word += 4) {
            for (int index = word + 3; index >= word; index--) {
                hex.toHexDigits(text, bytes[index]);
            }
        }
        return text + String.format(Locale.ROOT, ":%04X", end.getPort());
    }

    /** Why a request was given up. */
    static final class CallerLeftException extends IOException {
        private static final long serialVersionUID = 1;

        CallerLeftException() {
            super("the caller left");
        }
    }
}
