package slipway.operations.sessions;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Poller;
import slipway.channel.ChannelClient;
import slipway.channel.ChannelFailure;
import slipway.channel.PortForward;
import slipway.channel.SessionEnd;
import slipway.channel.SessionListener;
import slipway.channel.SessionOffer;
import slipway.channel.SessionState;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.ForwardStatus;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;

/**
 * A forwarded port. It begins as a client that takes one connection at a time, which every agent serves; where the service
 * does not take a client of that version, it begins again as one of today, and the agent then multiplexes connections.
 */
final class ChannelForward implements Forward, Sessions.Owned {
    /** Sessions that end at once are not opened more often. */
    private static final Duration PACE = Duration.ofSeconds(1);

    private final SessionOpening opening;
    private final SsmControl control;
    private final Consumer<ForwardStatus> receiver;
    private final Consumer<Sessions.Owned> over;
    private final ReentrantLock telling = new ReentrantLock(true);
    /** Who begins a session finishes that before the next one begins, even where the first has ended meanwhile. */
    private final ReentrantLock beginning = new ReentrantLock();

    private ForwardStatus status;
    private @Nullable PortForward forward;
    private boolean closed;

    ChannelForward(
            SessionTask task,
            String host,
            int port,
            SessionOpening opening,
            SsmControl control,
            Consumer<ForwardStatus> receiver,
            Consumer<Sessions.Owned> over) {
        this.opening = opening;
        this.control = control;
        this.receiver = receiver;
        this.over = over;
        this.status = new ForwardStatus(task, host, port, 0, false, new SessionStatus.Connecting(1));
    }

    /** Asks SSM for the session, waits for its agent, and listens. */
    void open(ChannelClient client, int localPort, Poller poller) {
        boolean opened = false;
        beginning.lock();
        try {
            begin(client, localPort, false, poller);
            opened = true;
        } finally {
            beginning.unlock();
            if (!opened) {
                over.accept(this);
            }
        }
    }

    private void begin(ChannelClient client, int localPort, boolean multiplexed, Poller poller) {
        SessionOffer offer = opening.offer(poller, reason -> tell(new SessionStatus.AgentStarting(reason)))
                .orElseThrow(() -> new FailureException(new Failure.Cancelled("Cancelled.", "")));
        try {
            PortForward made = PortForward.open(
                    client, offer, multiplexed, localPort, new Heard(offer.sessionId(), client, multiplexed, poller));
            boolean late;
            synchronized (this) {
                forward = made;
                late = closed;
                status = new ForwardStatus(
                        status.task(),
                        status.host(),
                        status.port(),
                        made.address().getPort(),
                        multiplexed,
                        status.status());
            }
            if (late) {
                made.close();
            }
            tellPort();
        } catch (IOException taken) {
            control.abandon(offer.sessionId());
            throw new FailureException(
                    new Failure.Rejected(
                            "Port " + localPort + " of this machine cannot be listened on: " + taken.getMessage()
                                    + ". Give another one, or none for any that is free.",
                            taken.toString()),
                    taken);
        }
    }

    /** One session's states; those of a session that was given up for another one are no news. */
    private final class Heard implements SessionListener {
        private final String sessionId;
        private final ChannelClient client;
        private final boolean multiplexed;
        private final Poller poller;
        private Optional<Instant> live = Optional.empty();

        Heard(String sessionId, ChannelClient client, boolean multiplexed, Poller poller) {
            this.sessionId = sessionId;
            this.client = client;
            this.multiplexed = multiplexed;
            this.poller = poller;
        }

        @Override
        public void state(SessionState state) {
            switch (state) {
                case SessionState.Connecting connecting -> tell(new SessionStatus.Connecting(connecting.attempt()));
                case SessionState.Waiting _ -> {
                    // Still connecting, for whoever looks on.
                }
                case SessionState.Live now -> {
                    this.live = Optional.of(client.clock().instant());
                    tell(new SessionStatus.Live(sessionId, now.encrypted()));
                }
                case SessionState.Reconnecting lost ->
                    tell(new SessionStatus.Reconnecting(lost.attempt(), lost.reason()));
                case SessionState.Ended ended -> ended(ended.end());
            }
        }

        private void ended(SessionEnd end) {
            switch (end) {
                case SessionEnd.Closed closed -> {
                    var finished = new SessionStatus.Finished(closed.text());
                    // An agent that serves one connection ends the session with it: the port stays, for the next.
                    goOn(wasUsed(), multiplexed, finished);
                }
                case SessionEnd.Terminated _ -> finish(new SessionStatus.Terminated());
                case SessionEnd.Failed failed ->
                    goOn(
                            !multiplexed && live.isEmpty() && ofVersion(failed.failure()),
                            true,
                            new SessionStatus.Failed(ChannelFailures.of(failed.failure())));
            }
        }

        /** Whether anything was carried, and that not so long ago that the session ended for want of it. */
        private boolean wasUsed() {
            PortForward made;
            synchronized (ChannelForward.this) {
                made = forward;
            }
            return made != null
                    && live.filter(since -> made.session().lastActivity().isAfter(since))
                            .isPresent()
                    && made.session().idleRemaining().isPositive();
        }

        private void goOn(boolean again, boolean nowMultiplexed, SessionStatus otherwise) {
            if (again && !isClosed()) {
                Background.start("forward again", () -> {
                    beginning.lock();
                    try {
                        again(nowMultiplexed, otherwise);
                    } finally {
                        beginning.unlock();
                    }
                });
            } else {
                finish(otherwise);
            }
        }

        private void again(boolean nowMultiplexed, SessionStatus otherwise) {
            PortForward old;
            int port;
            synchronized (ChannelForward.this) {
                old = forward;
                port = status.localPort();
            }
            if (old != null) {
                old.close();
            }
            boolean brief = live.filter(since ->
                            Duration.between(since, client.clock().instant()).compareTo(PACE) < 0)
                    .isPresent();
            if (brief && !poller.pause(PACE)) {
                finish(otherwise);
                return;
            }
            try {
                begin(client, port, nowMultiplexed, poller);
            } catch (FailureException failed) {
                finish(
                        failed.failure() instanceof Failure.Cancelled
                                ? otherwise
                                : new SessionStatus.Failed(failed.failure()));
            }
        }

        @Override
        public void output(byte[] bytes) {
            throw new IllegalStateException("what a port session brings goes to its connections");
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Whether the service may have refused the client for its version: it closes on the first frame, or at the handshake. */
    private static boolean ofVersion(ChannelFailure failure) {
        return failure instanceof ChannelFailure.TokenRejected || failure instanceof ChannelFailure.HandshakeRefused;
    }

    private void tell(SessionStatus now) {
        telling.lock();
        try {
            ForwardStatus told;
            synchronized (this) {
                if (status.status().ended()) {
                    return;
                }
                told = new ForwardStatus(
                        status.task(), status.host(), status.port(), status.localPort(), status.multiplexed(), now);
                status = told;
            }
            receiver.accept(told);
        } finally {
            telling.unlock();
        }
    }

    /** What the session told while it was begun lacked the port. */
    private void tellPort() {
        telling.lock();
        try {
            tell(status().status());
        } finally {
            telling.unlock();
        }
    }

    private void finish(SessionStatus how) {
        tell(how);
        PortForward made;
        synchronized (this) {
            closed = true;
            made = forward;
        }
        if (made != null) {
            // Its port is listened on no longer.
            made.close();
        }
        over.accept(this);
    }

    @Override
    public synchronized ForwardStatus status() {
        return status;
    }

    @Override
    public void terminate() {
        Optional<PortForward> made;
        synchronized (this) {
            closed = true;
            made = Optional.ofNullable(forward);
        }
        made.ifPresent(open -> open.session().terminate());
    }

    @Override
    public void close() {
        Optional<PortForward> made;
        synchronized (this) {
            closed = true;
            made = Optional.ofNullable(forward);
        }
        made.ifPresent(PortForward::close);
    }
}
