package slipway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;

/**
 * One of the JDK's WebSockets: puts the parts of a message together, and sends one message after the other, because the
 * JDK allows one to be outstanding.
 */
final class JdkSocket implements FrameSocket, WebSocket.Listener {
    /** More than any message of the protocol. */
    private static final int LARGEST = 16 << 20;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final FrameListener listener;
    private final Timer timer;
    private final ArrayDeque<Function<WebSocket, CompletableFuture<WebSocket>>> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;
    private @Nullable Cancellable farewell;
    private boolean sending;
    private boolean closing;
    private boolean over;

    JdkSocket(FrameListener listener, Timer timer) {
        this.listener = listener;
        this.timer = timer;
    }

    void opened(WebSocket open) {
        synchronized (waiting) {
            socket = open;
        }
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
                sent.whenComplete((done, error) -> {
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
        @Nullable WebSocket open = open();
        if (open != null) {
            open.request(1);
        }
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
        synchronized (waiting) {
            closing = true;
            if (farewell == null) {
                farewell = timer.after(FAREWELL, this::abort);
            }
        }
        // The peer's answer is read like a message.
        open.request(1);
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
            listener.failed(cause);
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

    private boolean closing() {
        synchronized (waiting) {
            return closing;
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
        } else if (!last || closing()) {
            open.request(1);
        } else {
            String whole = text.toString();
            text.setLength(0);
            listener.text(whole);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket open, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        if (bytes.size() + part.length > LARGEST) {
            tooLarge(open);
        } else if (!last || closing()) {
            if (!closing()) {
                bytes.writeBytes(part);
            }
            open.request(1);
        } else if (bytes.size() == 0) {
            listener.binary(part);
        } else {
            bytes.writeBytes(part);
            byte[] whole = bytes.toByteArray();
            bytes.reset();
            listener.binary(whole);
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
        listener.pong();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket open, int code, String reason) {
        if (end()) {
            listener.closed(code, reason);
        }
        return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
        broken(error);
    }
}
