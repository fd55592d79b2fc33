package slipway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * One of the JDK's WebSockets: puts the parts of a message together, and sends one message after the other, because the
 * JDK allows one to be outstanding. It reads ahead of its listener: the JDK does not tell the end of a connection that
 * breaks while nothing is requested (seen with JDK 25), so something is requested as long as that costs little memory.
 */
final class JdkSocket implements FrameSocket, WebSocket.Listener {
    /** More than any message of the protocol. */
    private static final int LARGEST = 16 << 20;

    /** What is read ahead at most. */
    private static final int AHEAD = 256 * 1024;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final FrameListener listener;
    private final Timer timer;
    private final SerialQueue deliveries;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private final ArrayDeque<Function<WebSocket, CompletableFuture<WebSocket>>> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;
    private @Nullable Cancellable farewell;
    private boolean sending;
    private boolean closing;
    private boolean over;
    private long requested;
    private long ahead;
    private boolean full;
    private boolean flushing;

    /** Something to tell the listener; a message waits until it is asked for. */
    private record Event(int length, boolean message, Runnable call) {}

    JdkSocket(FrameListener listener, Timer timer, Executor executor) {
        this.listener = listener;
        this.timer = timer;
        this.deliveries = new SerialQueue(executor);
    }

    void opened(WebSocket open) {
        synchronized (waiting) {
            socket = open;
        }
        open.request(1);
    }

    @Override
    public void sendText(String message) {
        send(open -> open.sendText(message, true));
    }

    @Override
    public void sendBinary(byte[] message) {
        send(open -> open.sendBinary(ByteBuffer.wrap(message), true));
    }

    @Override
    public void ping(byte[] payload) {
        send(open -> open.sendPing(ByteBuffer.wrap(payload)));
    }

    private void send(Function<WebSocket, CompletableFuture<WebSocket>> message) {
        synchronized (waiting) {
            if (over || closing) {
                return;
            }
            waiting.add(message);
            if (sending) {
                return;
            }
            sending = true;
        }
        sendNext();
    }

    /** Messages that complete at once are sent in a loop: a chain of them would need a stack as deep. */
    private void sendNext() {
        while (true) {
            Function<WebSocket, CompletableFuture<WebSocket>> next;
            WebSocket open;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null || socket == null || over) {
                    sending = false;
                    return;
                }
                open = socket;
            }
            CompletableFuture<WebSocket> sent = next.apply(open);
            if (!sent.isDone() || sent.isCompletedExceptionally()) {
                var _ = sent.whenComplete((done, error) -> {
                    if (error == null) {
                        sendNext();
                    } else {
                        open.abort();
                        broken(error);
                    }
                });
                return;
            }
        }
    }

    @Override
    public int pending() {
        synchronized (waiting) {
            return waiting.size() + (sending ? 1 : 0);
        }
    }

    @Override
    public void request() {
        synchronized (waiting) {
            requested++;
        }
        deliveries.post(this::deliver);
    }

    private void deliver() {
        while (true) {
            Event next;
            @Nullable WebSocket refill = null;
            synchronized (waiting) {
                @Nullable Event first = inbox.peek();
                if (first == null || (first.message && requested == 0 && !flushing)) {
                    return;
                }
                next = inbox.remove();
                if (next.message) {
                    requested = Math.max(0, requested - 1);
                    ahead -= next.length;
                }
                if (full && ahead < AHEAD) {
                    full = false;
                    refill = socket;
                }
            }
            if (refill != null) {
                refill.request(1);
            }
            next.call.run();
        }
    }

    /** Puts a whole message in line, and reads on while that is allowed. */
    private void arrived(WebSocket open, int length, Runnable call) {
        boolean more;
        synchronized (waiting) {
            if (!over && !closing) {
                inbox.add(new Event(length, true, call));
                ahead += length;
            }
            more = closing || ahead < AHEAD;
            full = !more;
        }
        if (more) {
            open.request(1);
        }
        deliveries.post(this::deliver);
    }

    private void tell(Runnable call) {
        synchronized (waiting) {
            inbox.add(new Event(0, false, call));
        }
        deliveries.post(this::deliver);
    }

    private @Nullable WebSocket open() {
        synchronized (waiting) {
            return over ? null : socket;
        }
    }

    @Override
    public void close(int code, String reason) {
        send(open -> open.sendClose(code, reason));
        @Nullable WebSocket open = open();
        if (open == null) {
            return;
        }
        boolean stuck;
        synchronized (waiting) {
            closing = true;
            inbox.removeIf(Event::message);
            ahead = 0;
            stuck = full;
            full = false;
            if (farewell == null) {
                farewell = timer.after(FAREWELL, this::abort);
            }
        }
        if (stuck) {
            // The peer's answer is read like a message.
            open.request(1);
        }
    }

    @Override
    public void abort() {
        @Nullable WebSocket open = open();
        if (open != null) {
            open.abort();
            broken(new IOException("the socket was dropped"));
        }
    }

    private void broken(Throwable cause) {
        if (end()) {
            synchronized (waiting) {
                inbox.clear();
            }
            tell(() -> listener.failed(cause));
        }
    }

    private boolean end() {
        synchronized (waiting) {
            if (over) {
                return false;
            }
            over = true;
            waiting.clear();
            if (farewell != null) {
                farewell.cancel();
                farewell = null;
            }
            return true;
        }
    }

    /** Asks for nothing: the owner does when it is ready. */
    @Override
    public void onOpen(WebSocket open) {}

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket open, CharSequence data, boolean last) {
        text.append(data);
        if (text.length() > LARGEST) {
            tooLarge(open);
        } else if (!last) {
            open.request(1);
        } else {
            String whole = text.toString();
            text.setLength(0);
            arrived(open, whole.length(), () -> listener.text(whole));
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        if (bytes.size() + part.length > LARGEST) {
            tooLarge(open);
        } else if (!last) {
            bytes.writeBytes(part);
            open.request(1);
        } else {
            byte[] whole = part;
            if (bytes.size() > 0) {
                bytes.writeBytes(part);
                whole = bytes.toByteArray();
                bytes.reset();
            }
            byte[] message = whole;
            arrived(open, message.length, () -> listener.binary(message));
        }
        return null;
    }

    private void tooLarge(WebSocket open) {
        open.abort();
        broken(new IOException("a message has more than " + LARGEST + " bytes"));
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket open, ByteBuffer payload) {
        // The JDK answers; the ping used up the request of the message that is waited for.
        open.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket open, ByteBuffer payload) {
        open.request(1);
        tell(listener::pong);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        if (end()) {
            // After what came before, and whether that is asked for or not: nobody waits for an end.
            synchronized (waiting) {
                flushing = true;
            }
            tell(() -> listener.closed(code, reason));
        }
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
        broken(error);
    }
}
