package slipway.ui.sessions;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import slipway.async.Cancellation;
import slipway.model.Failure;
import slipway.model.ForwardStatus;
import slipway.model.SessionTask;
import slipway.operations.sessions.Forward;
import slipway.ui.fx.Background;
import slipway.ui.workspace.TargetOperations;

/** Ports of this machine that lead into the network of a tab's task; each ends with its tab. */
public final class PortsViewModel {
    /** What a port leads to. */
    public enum Destination {
        REDIS("Redis", 6379, 16379),
        /** The application in the task itself. */
        APPLICATION("", 4567, 14567);

        private final String label;
        private final int port;
        private final int localPort;

        Destination(String label, int port, int localPort) {
            this.label = label;
            this.port = port;
            this.localPort = localPort;
        }

        /** {@code Redis 6379}, {@code api 4567}. */
        public String words(SessionTask task) {
            return (label.isEmpty() ? task.tier().label() : label) + " " + port;
        }

        /** A port of this machine that is likely free. */
        public int localPort() {
            return localPort;
        }
    }

    /**
     * A port that is forwarded, or was to be.
     *
     * @param tab whose it is
     * @param status absent while it is being opened
     * @param failure why it could not be; absent unless so
     */
    public record Entry(
            int id,
            SessionTab tab,
            SessionTask task,
            Destination destination,
            Optional<ForwardStatus> status,
            Optional<Failure> failure) {
        private Entry told(ForwardStatus now) {
            return new Entry(id, tab, task, destination, Optional.of(now), failure);
        }

        private Entry failed(Failure why) {
            return new Entry(id, tab, task, destination, status, Optional.of(why));
        }
    }

    private static final int HIGHEST = 65_535;

    private final Background background;
    private final ReadOnlyObjectWrapper<List<Entry>> entries = new ReadOnlyObjectWrapper<>(List.of());
    private final Map<Integer, Forward> forwards = new HashMap<>();
    private final Map<Integer, Cancellation> openings = new HashMap<>();
    private int last;

    PortsViewModel(Background background) {
        this.background = background;
    }

    /** The oldest first. */
    public ReadOnlyObjectProperty<List<Entry>> entriesProperty() {
        return entries.getReadOnlyProperty();
    }

    /** What is wrong with a local port as it was typed; empty when it can be used. Nothing typed means any free one. */
    public static String problem(String typed) {
        String port = typed.strip();
        if (port.isEmpty()) {
            return "";
        }
        return port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= HIGHEST && Integer.parseInt(port) > 0
                ? ""
                : "A port is a number from 1 to 65535.";
    }

    /**
     * Forwards a port through the tab's task.
     *
     * @param localPort as it was typed, see {@link #problem}
     */
    void open(SessionTab tab, Destination destination, String localPort) {
        TargetOperations target = tab.operations().orElse(null);
        if (target == null) {
            return;
        }
        int id = ++last;
        SessionTask task = tab.taskProperty().get();
        int port = localPort.isBlank() ? 0 : Integer.parseInt(localPort.strip());
        var stop = new Cancellation();
        openings.put(id, stop);
        List<Entry> more = new ArrayList<>(entries.get());
        more.add(new Entry(id, tab, task, destination, Optional.empty(), Optional.empty()));
        entries.set(List.copyOf(more));
        Consumer<ForwardStatus> told = background.newest(status -> change(id, entry -> entry.told(status)));
        background.run(
                () -> switch (destination) {
                    case REDIS -> {
                        InetSocketAddress redis = target.redisOf(task);
                        yield target.forwardPort(task, redis.getHostString(), redis.getPort(), port, told, stop);
                    }
                    case APPLICATION -> target.forwardPort(task, "", destination.port, port, told, stop);
                },
                forward -> opened(id, forward),
                failure -> {
                    openings.remove(id);
                    change(id, entry -> entry.failed(failure));
                });
    }

    private void opened(int id, Forward forward) {
        openings.remove(id);
        if (entries.get().stream().noneMatch(entry -> entry.id() == id)) {
            // It was taken back while it was being opened.
            close(forward);
            return;
        }
        forwards.put(id, forward);
        change(id, entry -> entry.told(forward.status()));
    }

    /** Ends one, or puts away one that has ended. */
    public void close(int id) {
        Cancellation opening = openings.remove(id);
        if (opening != null) {
            opening.cancel();
        }
        Forward forward = forwards.remove(id);
        if (forward != null) {
            close(forward);
        }
        entries.set(entries.get().stream().filter(entry -> entry.id() != id).toList());
    }

    /** Ends those of a tab. */
    void closeOf(SessionTab tab) {
        entries.get().stream()
                .filter(entry -> entry.tab() == tab)
                .map(Entry::id)
                .forEach(this::close);
    }

    private void close(Forward forward) {
        background.run(
                () -> {
                    forward.close();
                    return true;
                },
                closed -> {},
                failure -> {});
    }

    private void change(int id, UnaryOperator<Entry> change) {
        entries.set(entries.get().stream()
                .map(entry -> entry.id() == id ? change.apply(entry) : entry)
                .toList());
    }
}
