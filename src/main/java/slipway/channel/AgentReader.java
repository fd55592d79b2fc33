package slipway.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Timer;

/** What an agent's end makes of the client's stream. On the queue's threads, one call at a time. */
final class AgentReader implements ReliableStream.Reader {
    private static final System.Logger LOGGER = System.getLogger(AgentReader.class.getName());

    /** After how long real agents give a handshake up. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(15);

    private final AgentOptions options;
    private final AgentSession session;
    private final AgentListener listener;
    private final Timer timer;
    private final InstantSource clock;
    private final OutputGate gate;
    private final AgentHandshake handshake;
    private Instant begunAt = Instant.EPOCH;
    private String clientVersion = "";
    private boolean asked;
    private boolean complete;
    private boolean failed;
    private volatile @Nullable Cancellable deadline;

    AgentReader(
            AgentOptions options,
            AgentSession session,
            AgentListener listener,
            Timer timer,
            InstantSource clock,
            OutputGate gate) {
        this.options = options;
        this.session = session;
        this.listener = listener;
        this.timer = timer;
        this.clock = clock;
        this.gate = gate;
        this.handshake = new AgentHandshake(options);
    }

    /** The client is there for the first time. */
    void begin() {
        if (!options.handshake()) {
            complete = true;
            heard(() -> listener.ready(""));
            gate.one();
            return;
        }
        begunAt = clock.instant();
        asked = true;
        deadline = timer.after(
                HANDSHAKE,
                () -> session.later(() -> {
                    if (!complete) {
                        fail("the client did not end the handshake within " + HANDSHAKE.toSeconds() + " s");
                    }
                }));
        session.send(PayloadType.HANDSHAKE_REQUEST, handshake.request().encode());
    }

    @Override
    public void take(Message message) {
        byte[] payload = message.payload();
        try {
            switch (message.payloadType()) {
                case PayloadType.HANDSHAKE_RESPONSE -> answered(payload);
                case PayloadType.CHALLENGE_RESPONSE -> proved(payload);
                case PayloadType.OUTPUT -> input(payload);
                case PayloadType.SIZE -> size(Payloads.size(payload));
                case PayloadType.FLAG -> {
                    Flag flag = Payloads.flag(payload);
                    heard(() -> listener.flag(flag));
                }
                default -> LOGGER.log(System.Logger.Level.DEBUG, "ignored {0}", message);
            }
        } catch (MalformedMessageException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "ignored " + message, e);
        }
    }

    private void answered(byte[] payload) {
        if (!asked || complete || failed) {
            return;
        }
        try {
            HandshakeResponse response = HandshakeResponse.decode(payload);
            clientVersion = response.clientVersion();
            byte @Nullable [] challenge = handshake.answered(response);
            if (challenge == null) {
                complete();
            } else {
                session.send(PayloadType.CHALLENGE_REQUEST, challenge);
            }
        } catch (MalformedMessageException e) {
            fail(e.getMessage());
        }
    }

    private void proved(byte[] payload) {
        if (!asked || complete || failed) {
            return;
        }
        try {
            handshake.proved(payload);
            complete();
        } catch (MalformedMessageException e) {
            fail(e.getMessage());
        }
    }

    private void complete() {
        complete = true;
        end();
        session.send(
                PayloadType.HANDSHAKE_COMPLETE,
                new HandshakeComplete(Duration.between(begunAt, clock.instant()), options.greeting()).encode());
        heard(() -> listener.ready(clientVersion));
        // Output that overtakes this message would make it lose its meaning.
        session.whenAcknowledged(gate::openSoon);
    }

    private void input(byte[] payload) throws MalformedMessageException {
        // As real agents: what comes during a handshake is acknowledged and thrown away.
        if (complete && payload.length > 0) {
            byte[] input = handshake.open(payload);
            heard(() -> listener.input(input));
        }
    }

    private void size(TerminalSize size) {
        if (complete) {
            heard(() -> listener.size(size));
            gate.open();
        }
    }

    private void fail(@Nullable String reason) {
        if (!failed) {
            failed = true;
            String text = "The handshake failed: " + reason;
            session.end(text);
            listener.failed(text);
        }
    }

    /** Calls the listener; where that throws, the session ends. */
    void heard(Runnable call) {
        boolean done = false;
        try {
            call.run();
            done = true;
        } finally {
            if (!done) {
                session.end("The session failed.");
            }
        }
    }

    byte[] seal(byte[] plain) {
        return handshake.seal(plain);
    }

    /** No handshake is waited for any more. */
    void end() {
        @Nullable Cancellable pending = deadline;
        if (pending != null) {
            pending.cancel();
        }
    }
}
