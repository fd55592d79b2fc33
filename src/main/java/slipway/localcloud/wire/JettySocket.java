package slipway.localcloud.wire;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import slipway.channel.FrameListener;
import slipway.channel.FrameSocket;

/** A server's WebSocket on Jetty. Jetty itself answers pings and queues what is sent. */
// Its methods are called in the order open, messages, end, one at a time.
public final class JettySocket implements Session.Listener, FrameSocket {
    private final Function<FrameSocket, FrameListener> attachment;
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Session session;
    private volatile @Nullable FrameListener listener;

    JettySocket(Function<FrameSocket, FrameListener> attachment) {
        this.attachment = attachment;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        listener = attachment.apply(this);
    }

    @Override
    public void onWebSocketText(String message) {
        FrameListener hears = listener;
        if (hears != null) {
            hears.text(message);
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        callback.succeed();
        FrameListener hears = listener;
        if (hears != null) {
            hears.binary(bytes);
        }
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        FrameListener hears = listener;
        if (hears != null) {
            hears.pong();
        }
        request();
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        callback.succeed();
        FrameListener hears = listener;
        if (hears != null && over.compareAndSet(false, true)) {
            hears.closed(code, reason == null ? "" : reason);
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        FrameListener hears = listener;
        if (hears != null && over.compareAndSet(false, true)) {
            hears.failed(cause);
        }
    }

    @Override
    public void sendText(String text) {
        Session to = sending();
        if (to != null) {
            to.sendText(text, sent());
        }
    }

    @Override
    public void sendBinary(byte[] message) {
        Session to = sending();
        if (to != null) {
            to.sendBinary(ByteBuffer.wrap(message), sent());
        }
    }

    @Override
    public void ping(byte[] payload) {
        Session to = sending();
        if (to != null) {
            to.sendPing(ByteBuffer.wrap(payload), sent());
        }
    }

    private @Nullable Session sending() {
        Session to = session;
        if (to != null) {
            unsent.incrementAndGet();
        }
        return to;
    }

    /** A failure to send is the connection's, which {@link #onWebSocketError} or {@link #onWebSocketClose} tells. */
    private Callback sent() {
        return Callback.from(unsent::decrementAndGet, failure -> unsent.decrementAndGet());
    }

    @Override
    public int pending() {
        return unsent.get();
    }

    @Override
    public void request() {
        Session of = session;
        if (of != null && of.isOpen()) {
            of.demand();
        }
    }

    @Override
    public void close(int code, String reason) {
        Session of = session;
        if (of != null) {
            of.close(code, reason, Callback.NOOP);
        }
    }

    @Override
    public void abort() {
        Session of = session;
        if (of != null) {
            of.disconnect();
        }
    }
}
