package slipway.channel;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import slipway.async.Timer;

/** The agent's end of one session, which outlives its sockets. Safe for any thread. */
public final class AgentSession {
    /** {@code executor} runs each task on a thread that may block; the token is the one that the session was offered with. */
    public AgentSession(
            AgentOptions options,
            String token,
            AgentListener listener,
            Timer timer,
            InstantSource clock,
            Executor executor) {
        throw new UnsupportedOperationException("not built yet");
    }

    public String sessionId() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Takes this token from now on, and no older one: what {@code ResumeSession} answers. */
    public void renewToken(String token) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Serves a socket whose upgrade was accepted: the caller tells everything that comes in on it to the listener that
     * this returns. The first frame must hold the token, else the socket is closed with 1003. A socket that was served
     * before is dropped then.
     */
    public FrameListener attach(FrameSocket socket) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Sends output. Waits until the client is there and ready (handshake, and its size or 250 ms), and while too much
     * (1 MB) is unacknowledged.
     *
     * @throws IOException the session has ended
     */
    public void write(byte[] output) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The same, as output of the error stream (payload type 11). */
    public void writeError(byte[] output) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Sends a flag: port sessions alone. */
    public void flag(Flag flag) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Ends the session: waits until everything written is acknowledged (at most 2 s), then sends {@code channel_closed}
     * with this text, which may be empty. The client drops the socket; where it does not, it is closed after 5 s. Returns
     * at once; completes when the socket is gone. A second call is nothing.
     */
    public CompletionStage<Void> end(String text) {
        throw new UnsupportedOperationException("not built yet");
    }
}
