package slipway.channel;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;

/**
 * The sockets of a client's session, one after another: opens the first with patience, resumes the session when one is
 * lost, and takes one for lost that gives no sign of life. Calls its owner on any thread, without holding a lock.
 */
final class ClientConnection {
    /** Whose connection this is. */
    interface Owner {
        /** A try begins; the reason is empty for the first opening. */
        void connecting(int attempt, String reason);

        /** The channel is open. Nothing comes in before the owner asks the socket for it. */
        void opened(FrameSocket socket);

        void lost();

        void binary(byte[] bytes);

        void text();

        /** Whether nothing is read because the reader is behind: then silence means nothing. */
        boolean held();

        /** There will be no socket any more. */
        void failed(ChannelFailure failure);
    }

    private static final Duration LOOK = Duration.ofSeconds(3);

    /** Every so many looks there is a ping whatever happens, and a ping may be unanswered for so many: 54 s, as agents do. */
    private static final int PING_LOOKS = 18;

    /** How long a socket must last for its loss to be a new one though nothing came. */
    private static final Duration SERVED = Duration.ofSeconds(10);

    private static final byte[] KEEPALIVE = "keepalive".getBytes(StandardCharsets.UTF_8);
    private static final int UNACCEPTABLE = 1003;
    private static final int NORMAL = 1000;
    private static final int NO_CODE = -1;

    private final ChannelClient client;
    private final Owner owner;
    private final String sessionId;
    private final String clientVersion;
    private final String clientId = UUID.randomUUID().toString();
    private final OpeningBackoff backoff = new OpeningBackoff(ThreadLocalRandom.current());

    private URI url;
    private String token;
    private @Nullable Link current;
    private @Nullable Cancellable pings;
    private boolean first = true;
    private boolean tokenUsed;
    private boolean stopped;
    private int attempt;

    ClientConnection(ChannelClient client, SessionOffer offer, String clientVersion, Owner owner) {
        this.client = client;
        this.owner = owner;
        this.sessionId = offer.sessionId();
        this.clientVersion = clientVersion;
        this.url = offer.streamUrl();
        this.token = offer.token();
    }

    void start() {
        attempt = 1;
        owner.connecting(attempt, "");
        client.executor().execute(() -> open(""));
    }

    /** Ends the socket, and opens no other. */
    void stop() {
        @Nullable FrameSocket socket;
        synchronized (this) {
            stopped = true;
            socket = current == null ? null : current.socket;
            current = null;
            cancelPings();
        }
        if (socket != null) {
            socket.close(NORMAL, "");
        }
    }

    private synchronized boolean stopped() {
        return stopped;
    }

    private void open(String reason) {
        if (stopped()) {
            return;
        }
        URI target;
        synchronized (this) {
            target = url;
        }
        Map<String, String> headers;
        try {
            headers = client.upgradeHeaders().apply(target);
        } catch (RuntimeException e) {
            owner.failed(new ChannelFailure.NotSigned(e.toString()));
            return;
        }
        Link link;
        synchronized (this) {
            link = new Link(!first);
        }
        client.connector().open(target, headers, link).whenComplete((socket, error) -> {
            if (error == null) {
                opened(link, socket);
            } else {
                notOpened(
                        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error,
                        reason);
            }
        });
    }

    private void opened(Link link, FrameSocket socket) {
        String frame;
        boolean over;
        synchronized (this) {
            if (stopped) {
                socket.abort();
                return;
            }
            link.socket = socket;
            over = link.over;
            current = link;
            first = false;
            tokenUsed = true;
            frame = new OpenDataChannel(UUID.randomUUID().toString(), token, clientId, clientVersion).encode();
            cancelPings();
            pings = client.timer().every(LOOK, () -> look(link));
        }
        socket.sendText(frame);
        socket.ping(KEEPALIVE);
        owner.opened(socket);
        if (over) {
            // It ended before it was anyone's.
            lost(link, link.code, link.reason);
        }
    }

    private void notOpened(Throwable error, String reason) {
        boolean opening;
        int tried;
        synchronized (this) {
            opening = first;
            tried = attempt;
        }
        if (error instanceof UpgradeRefusedException refused && permanent(refused.status())) {
            owner.failed(
                    opening
                            ? new ChannelFailure.UpgradeRefused(refused.status(), refused.body())
                            : new ChannelFailure.Lost(
                                    "its channel was refused with status " + refused.status(), refused.body()));
        } else if (!(error instanceof IOException)) {
            // Not the network's doing: such as a URL of another scheme.
            owner.failed(new ChannelFailure.Unreachable(endpoint(), tried, error.toString()));
        } else if (!opening) {
            reopen(reason, error.toString());
        } else if (tried < OpeningBackoff.OPENINGS) {
            synchronized (this) {
                attempt = tried + 1;
            }
            owner.connecting(tried + 1, "");
            client.timer().after(backoff.beforeOpening(tried + 1), () -> open(""));
        } else if (error instanceof UpgradeRefusedException refused) {
            owner.failed(new ChannelFailure.UpgradeRefused(refused.status(), refused.body()));
        } else {
            owner.failed(new ChannelFailure.Unreachable(endpoint(), tried, error.toString()));
        }
    }

    /** Another try gets the same answer, unless the service was busy. */
    private static boolean permanent(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }

    private synchronized String endpoint() {
        return url.getScheme() + "://" + url.getAuthority();
    }

    private void lost(Link link, int code, String reason) {
        synchronized (this) {
            if (stopped || current != link) {
                return;
            }
            current = null;
            cancelPings();
            if (link.served()) {
                attempt = 0;
            }
        }
        owner.lost();
        if (code == UNACCEPTABLE && link.messages == 0) {
            owner.failed(new ChannelFailure.TokenRejected(reason));
        } else {
            reopen(reason, "");
        }
    }

    private void reopen(String reason, String detail) {
        int next;
        synchronized (this) {
            next = ++attempt;
        }
        if (next > OpeningBackoff.REOPENINGS) {
            owner.failed(new ChannelFailure.Lost(reason, detail));
            return;
        }
        owner.connecting(next, reason);
        client.timer().after(backoff.beforeReopening(next), () -> resume(reason));
    }

    private void resume(String reason) {
        boolean needed;
        synchronized (this) {
            if (stopped) {
                return;
            }
            needed = tokenUsed;
        }
        if (needed) {
            Optional<SessionControl.Resumption> resumption;
            try {
                resumption = client.control().resume(sessionId);
            } catch (IOException e) {
                reopen(reason, e.toString());
                return;
            } catch (RuntimeException e) {
                owner.failed(new ChannelFailure.Lost(reason + ", and it cannot be resumed", e.toString()));
                return;
            }
            if (resumption.isEmpty()) {
                owner.failed(new ChannelFailure.Over(sessionId));
                return;
            }
            synchronized (this) {
                token = resumption.get().token();
                url = resumption.get().streamUrl().orElse(url);
                tokenUsed = false;
            }
        }
        open(reason);
    }

    /**
     * Pings when something has come since the last look, because the JDK may have missed that the connection broke just
     * then and only sending tells; and else now and then. While a ping is unanswered more follow, until enough is enough.
     */
    private void look(Link link) {
        FrameSocket socket;
        boolean dead = false;
        boolean ping;
        synchronized (this) {
            if (stopped || current != link || link.socket == null) {
                return;
            }
            socket = link.socket;
            link.looks++;
            boolean silent = link.signs == link.signsAtLook;
            boolean busy = link.messages != link.messagesAtLook;
            link.signsAtLook = link.signs;
            link.messagesAtLook = link.messages;
            if (silent && link.waiting) {
                link.silentLooks++;
                dead = link.silentLooks >= PING_LOOKS;
            } else if (!silent) {
                link.silentLooks = 0;
                link.waiting = false;
            }
            ping = link.waiting || busy || link.looks % PING_LOOKS == 0;
            link.waiting = ping;
        }
        if (dead && !owner.held()) {
            socket.abort();
            lost(
                    link,
                    NO_CODE,
                    "the service gave no sign of life for "
                            + LOOK.multipliedBy(PING_LOOKS).toSeconds() + " s");
        } else if (ping) {
            socket.ping(KEEPALIVE);
        }
    }

    private void cancelPings() {
        if (pings != null) {
            pings.cancel();
            pings = null;
        }
    }

    /** What comes in on one socket. */
    private final class Link implements FrameListener {
        private final boolean resumed;
        private final Instant begun = client.clock().instant();
        private @Nullable FrameSocket socket;
        private long messages;
        private long signs;
        private long signsAtLook;
        private long messagesAtLook;
        private int looks;
        private int silentLooks;
        private boolean waiting = true;
        private boolean over;
        private int code = NO_CODE;
        private String reason = "";

        Link(boolean resumed) {
            this.resumed = resumed;
        }

        /** Whether it served: then the next loss is a new one, with all its tries. */
        boolean served() {
            return messages > 0
                    || !resumed
                    || Duration.between(begun, client.clock().instant()).compareTo(SERVED) >= 0;
        }

        private boolean heard(int message) {
            synchronized (ClientConnection.this) {
                messages += message;
                signs++;
                return current == this;
            }
        }

        @Override
        public void text(String text) {
            if (heard(1)) {
                owner.text();
            }
        }

        @Override
        public void binary(byte[] message) {
            if (heard(1)) {
                owner.binary(message);
            }
        }

        @Override
        public void pong() {
            heard(0);
        }

        @Override
        public void closed(int closeCode, String closeReason) {
            end(
                    closeCode,
                    closeCode == UNACCEPTABLE && !closeReason.isEmpty()
                            ? closeReason
                            : "the service closed the connection with " + closeCode
                                    + (closeReason.isEmpty() ? "" : " " + closeReason));
        }

        @Override
        public void failed(Throwable cause) {
            end(NO_CODE, "the connection broke");
        }

        private void end(int endCode, String endReason) {
            synchronized (ClientConnection.this) {
                over = true;
                code = endCode;
                reason = endReason;
            }
            lost(this, endCode, endReason);
        }
    }
}
