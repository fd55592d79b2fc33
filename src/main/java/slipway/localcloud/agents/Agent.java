package slipway.localcloud.agents;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.localcloud.process.ChildSpec;

/** One container's agent, from the start of the container's process to its end. */
public final class Agent {
    private final String target;
    private final ChildSpec process;
    private final String address;
    private final UnaryOperator<String> names;
    private final List<Consumer<String>> waiting = new ArrayList<>();
    private @Nullable String ended;

    /**
     * @param target {@code ecs:CLUSTER_TASK_RUNTIME}
     * @param process how the container's own process was started: what runs beside it gets the same owner, folder and
     *     environment
     * @param address the container's own, of 127.0.0.0/8
     * @param names replaces discovery names in a text by addresses
     */
    public Agent(String target, ChildSpec process, String address, UnaryOperator<String> names) {
        this.target = target;
        this.process = process;
        this.address = address;
        this.names = names;
    }

    /** {@code ecs:CLUSTER_TASK_RUNTIME}. */
    public String target() {
        return target;
    }

    public ChildSpec process() {
        return process;
    }

    /** The container's own, of 127.0.0.0/8: what it calls localhost. */
    public String address() {
        return address;
    }

    /** The text with each discovery name in it replaced by its address. */
    public String resolve(String text) {
        return names.apply(text);
    }

    /** Runs the action once the container has ended, with the reason in words for a user; at once if it has already. */
    public Cancellable onEnd(Consumer<String> action) {
        String reason;
        synchronized (this) {
            reason = ended;
            if (reason == null) {
                waiting.add(action);
                return () -> forget(action);
            }
        }
        action.accept(reason);
        return () -> {};
    }

    void end(String reason) {
        List<Consumer<String>> all;
        synchronized (this) {
            ended = reason;
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(action -> action.accept(reason));
    }

    private synchronized void forget(Consumer<String> action) {
        waiting.remove(action);
    }
}
