package slipway.operations.sessions;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.channel.FrameConnector;
import slipway.channel.FrameListener;
import slipway.channel.FrameSocket;

/** Sockets between two ends of this process, each of which hears what the other sends, in order, on a thread of its own. */
final class Loop implements FrameConnector {
    final List<Map<String, String>> upgrades = new ArrayList<>();
    private final Function<FrameSocket, FrameListener> agent;
    private @Nullable End client;
    private @Nullable IOException refusal;

    /** @param agent attaches to each new socket */
    Loop(Function<FrameSocket, FrameListener> agent) {
        this.agent = agent;
    }

    /** Breaks what is connected, and lets nobody connect again. */
    synchronized void breakFor(IOException cause) {
        refusal = cause;
        if (client != null) {
            client.abort();
        }
    }

    @Override
    public synchronized CompletionStage<FrameSocket> open(
            URI url, Map<String, String> headers, FrameListener listener) {
        upgrades.add(headers);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        var near = new End();
        var far = new End();
        near.other = far;
        far.other = near;
        client = near;
        near.listener = listener;
        far.listener = agent.apply(far);
        return CompletableFuture.completedFuture(near);
    }

    /** One end of a connection. */
    private static final class End implements FrameSocket {
        private final Deque<Consumer<FrameListener>> messages = new ArrayDeque<>();
        private final Deque<Consumer<FrameListener>> signals = new ArrayDeque<>();
        private @Nullable FrameListener listener;
        private @Nullable End other;
        private int wanted;
        private boolean telling;

        private End other() {
            return Objects.requireNonNull(other);
        }

        @Override
        public void sendText(String text) {
            other().take(messages(), heard -> heard.text(text));
        }

        @Override
        public void sendBinary(byte[] message) {
            other().take(messages(), heard -> heard.binary(message));
        }

        private Deque<Consumer<FrameListener>> messages() {
            return other().messages;
        }

        @Override
        public void ping(byte[] payload) {
            take(signals, FrameListener::pong);
        }

        @Override
        public int pending() {
            return 0;
        }

        @Override
        public void request() {
            synchronized (this) {
                wanted++;
            }
            pump();
        }

        @Override
        public void close(int code, String reason) {
            other().take(other().signals, heard -> heard.closed(code, reason));
        }

        @Override
        public void abort() {
            take(signals, heard -> heard.failed(new IOException("broken")));
            other().take(other().signals, heard -> heard.failed(new IOException("broken")));
        }

        private void take(Deque<Consumer<FrameListener>> queue, Consumer<FrameListener> news) {
            synchronized (this) {
                queue.add(news);
            }
            pump();
        }

        private void pump() {
            synchronized (this) {
                if (telling || (signals.isEmpty() && (messages.isEmpty() || wanted == 0))) {
                    return;
                }
                telling = true;
            }
            Background.start("loop", this::tell);
        }

        private void tell() {
            while (true) {
                Consumer<FrameListener> next;
                synchronized (this) {
                    if (wanted > 0 && !messages.isEmpty()) {
                        wanted--;
                        next = messages.remove();
                    } else if (!signals.isEmpty()) {
                        next = signals.remove();
                    } else {
                        telling = false;
                        return;
                    }
                }
                next.accept(Objects.requireNonNull(listener));
            }
        }
    }
}
