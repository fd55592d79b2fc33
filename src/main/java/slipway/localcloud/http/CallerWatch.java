package slipway.localcloud.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final String ESTABLISHED = "01";

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
            Map<String, String> states = states();
            for (InFlight request : waiting) {
                InetSocketAddress door = request.door();
                InetSocketAddress caller = request.caller();
                if (door != null && caller != null && !isThere(states, door, caller)) {
                    request.giveUp(new CallerLeftException());
                }
            }
        } catch (IOException unreadable) {
            log.warn("the table of connections cannot be read: {}", unreadable.getMessage());
        }
    }

    /** The state of each connection, by its two ends as the kernel writes them. */
    private static Map<String, String> states() throws IOException {
        Map<String, String> states = new HashMap<>();
        for (Path table : TABLES) {
            for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
                List<String> columns = List.of(line.strip().split("\\s+", 5));
                if (columns.size() == 5) {
                    states.put(columns.get(1) + " " + columns.get(2), columns.get(3));
                }
            }
        }
        return states;
    }

    private static boolean isThere(Map<String, String> states, InetSocketAddress door, InetSocketAddress caller) {
        return ESTABLISHED.equals(states.get(kernel(door, false) + " " + kernel(caller, false)))
                || ESTABLISHED.equals(states.get(kernel(door, true) + " " + kernel(caller, true)));
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
