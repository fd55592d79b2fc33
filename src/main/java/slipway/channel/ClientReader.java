package slipway.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;

/**
 * What a client makes of the agent's stream: decides by the first message whether there is a handshake, and hands the
 * rest to the listener. On the queue's threads, one call at a time.
 */
final class ClientReader implements ReliableStream.Reader {
    private static final System.Logger LOGGER = System.getLogger(ClientReader.class.getName());
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration HANDSHAKE = Duration.ofSeconds(20);

    private final ChannelClient client;
    private final ClientSession session;
    private final SessionListener listener;
    private final ClientHandshake handshake;
    private boolean begun;
    private boolean hadOutput;
    private boolean live;
    private boolean shaking;
    private final List<Cancellable> waits = new ArrayList<>();
    private boolean ended;

    ClientReader(
            ChannelClient client,
            SessionOffer offer,
            ClientOptions options,
            ClientSession session,
            SessionListener listener) {
        this.client = client;
        this.session = session;
        this.listener = listener;
        this.handshake = new ClientHandshake(offer, options.clientVersion(), client.keys());
    }

    /** Tells the listener, which may throw: that ends the session. */
    void tell(SessionState state) {
        heard(() -> listener.state(state));
        if (state instanceof SessionState.Waiting && !begun) {
            waitFor(SILENCE, () -> session.later(this::noticeSilence));
        }
    }

    private void noticeSilence() {
        if (!begun && !over()) {
            heard(() -> listener.notice("The session is open, but nothing has come from it in " + SILENCE.toSeconds()
                    + " s. It may be a quiet command; end the session if it should have spoken."));
        }
    }

    @Override
    public void take(Message message) {
        if (!begun) {
            begun = true;
            cancelWaits();
        }
        try {
            read(message);
        } catch (MalformedMessageException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "ignored " + message, e);
        }
    }

    private void read(Message message) throws MalformedMessageException {
        byte[] payload = message.payload();
        switch (message.payloadType()) {
            case PayloadType.HANDSHAKE_REQUEST -> request(payload);
            case PayloadType.CHALLENGE_REQUEST -> challenge(payload);
            case PayloadType.HANDSHAKE_COMPLETE -> complete(HandshakeComplete.decode(payload));
            case PayloadType.OUTPUT -> {
                if (!shaking) {
                    // An agent that begins with output has no handshake to make.
                    live();
                }
                output(opened(payload), false);
            }
            case PayloadType.ERROR_OUTPUT -> output(opened(payload), true);
            case PayloadType.EXIT_CODE -> {
                byte @Nullable [] text = opened(payload);
                if (text != null) {
                    Payloads.exitCode(text).ifPresent(code -> heard(() -> listener.exitCode(code)));
                }
            }
            case PayloadType.FLAG -> {
                Flag flag = Payloads.flag(payload);
                heard(() -> listener.flag(flag));
            }
            default -> LOGGER.log(System.Logger.Level.DEBUG, "ignored {0}", message);
        }
    }

    private void request(byte[] payload) throws MalformedMessageException {
        if (live) {
            throw new MalformedMessageException("a handshake in the middle of a session");
        }
        if (!shaking) {
            shaking = true;
            waitFor(
                    HANDSHAKE,
                    () -> session.fail(new ChannelFailure.NoAnswer(
                            "the handshake did not end within " + HANDSHAKE.toSeconds() + " s")));
        }
        HandshakeResponse response = handshake.answer(HandshakeRequest.decode(payload));
        session.send(PayloadType.HANDSHAKE_RESPONSE, response.encode());
        @Nullable ChannelFailure failure = handshake.failure();
        if (failure != null) {
            session.fail(failure);
        }
    }

    private void challenge(byte[] payload) {
        try {
            session.send(PayloadType.CHALLENGE_RESPONSE, handshake.answerChallenge(payload));
        } catch (MalformedMessageException e) {
            session.fail(handshake.doesNotFit(e));
        }
    }

    private void complete(HandshakeComplete complete) {
        shaking = false;
        cancelWaits();
        live();
        if (!complete.customerMessage().isEmpty()) {
            heard(() -> listener.notice(complete.customerMessage()));
        }
    }

    private void live() {
        if (!live) {
            live = true;
            session.begun(handshake.live());
        }
    }

    private byte @Nullable [] opened(byte[] payload) {
        try {
            return handshake.open(payload);
        } catch (MalformedMessageException e) {
            session.fail(handshake.doesNotFit(e));
            return null;
        }
    }

    private void output(byte @Nullable [] bytes, boolean error) {
        if (bytes == null || bytes.length == 0) {
            return;
        }
        hadOutput = true;
        session.active();
        heard(() -> {
            if (error) {
                listener.errorOutput(bytes);
            } else {
                listener.output(bytes);
            }
        });
    }

    private void heard(Runnable call) {
        boolean done = false;
        try {
            call.run();
            done = true;
        } finally {
            if (!done) {
                session.terminate();
            }
        }
    }

    byte[] seal(byte[] plain) {
        return handshake.seal(plain);
    }

    /** Whether output ever came. */
    boolean hadOutput() {
        return hadOutput;
    }

    void end() {
        synchronized (waits) {
            ended = true;
        }
        cancelWaits();
    }

    private boolean over() {
        synchronized (waits) {
            return ended;
        }
    }

    private void waitFor(Duration delay, Runnable action) {
        synchronized (waits) {
            if (!ended) {
                waits.add(client.timer().after(delay, action));
            }
        }
    }

    private void cancelWaits() {
        synchronized (waits) {
            waits.forEach(Cancellable::cancel);
            waits.clear();
        }
    }
}
