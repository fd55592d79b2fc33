package slipway.channel;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.async.Timer;

/**
 * Sockets without sockets: what one end sends, the other hears after a millisecond of the timer's time, unless the
 * network loses it, doubles it or lets others overtake it.
 */
@NullMarked
final class Network implements FrameConnector {
    private static final Duration LATENCY = Duration.ofMillis(1);
    private static final Duration DETOUR = Duration.ofMillis(30);

    private final Timer timer;
    private final Random random = new Random(20261125);
    private final List<Link> links = new ArrayList<>();
    private Function<FrameSocket, FrameListener> server = socket -> {
        throw new IllegalStateException("nobody serves");
    };
    private double faults;
    private @Nullable Throwable refusal;
    private int lost;
    private int doubled;
    private int delayed;
    final List<Map<String, String>> upgrades = new ArrayList<>();
    final List<URI> urls = new ArrayList<>();
    private final List<String> carried = new ArrayList<>();

    Network(Timer timer) {
        this.timer = timer;
    }

    void serve(Function<FrameSocket, FrameListener> next) {
        server = next;
    }

    /** This share of the binary frames is lost, as many are doubled, as many are late. */
    void spoil(double share) {
        faults = share;
    }

    /** Every upgrade fails with this from now on; null: none does. */
    void refuse(@Nullable Throwable cause) {
        refusal = cause;
    }

    /** Breaks the newest connection, with all that is under way. */
    void cut() {
        link().cut();
    }

    Link link() {
        return links.getLast();
    }

    int connections() {
        return links.size();
    }

    /** Every binary frame that was sent, as text of one byte a character. */
    List<String> carried() {
        return carried;
    }

    String faultsSoFar() {
        return lost + " lost, " + doubled + " doubled, " + delayed + " late";
    }

    boolean sawEveryFault() {
        return lost > 0 && doubled > 0 && delayed > 0;
    }

    @Override
    public CompletionStage<FrameSocket> open(URI url, Map<String, String> headers, FrameListener listener) {
        urls.add(url);
        upgrades.add(headers);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        var link = new Link();
        links.add(link);
        link.client.hears(listener);
        link.server.hears(server.apply(link.server));
        return CompletableFuture.completedFuture(link.client);
    }

    /** One connection. */
    final class Link {
        final End client = new End(this);
        final End server = new End(this);
        boolean alive = true;

        void cut() {
            if (alive) {
                alive = false;
                timer.after(LATENCY, () -> client.listener().failed(new IOException("cut")));
                timer.after(LATENCY, () -> server.listener().failed(new IOException("cut")));
            }
        }

        End other(End end) {
            return end == client ? server : client;
        }
    }

    /** One end of it: what its owner sends, and the messages that wait until the owner asks for them. */
    final class End implements FrameSocket {
        private final Link link;
        private final ArrayDeque<Object> waiting = new ArrayDeque<>();
        private @Nullable FrameListener listener;
        private int requested;
        private boolean silent;
        int pings;

        @Nullable
        String closedWith;

        End(Link link) {
            this.link = link;
        }

        void hears(FrameListener next) {
            listener = next;
            pump();
        }

        FrameListener listener() {
            if (listener == null) {
                throw new IllegalStateException("nobody listens");
            }
            return listener;
        }

        /** It answers pings no more, and nothing that is sent to it arrives. */
        void fallSilent() {
            silent = true;
        }

        int unread() {
            return waiting.size();
        }

        @Override
        public void sendText(String text) {
            carry(text, LATENCY);
        }

        @Override
        public void sendBinary(byte[] message) {
            if (carried.size() < 200) {
                carried.add(new String(message, StandardCharsets.ISO_8859_1));
            }
            double chance = random.nextDouble();
            if (chance < faults) {
                lost++;
            } else if (chance < 2 * faults) {
                doubled++;
                carry(message, LATENCY);
                carry(message.clone(), LATENCY);
            } else if (chance < 3 * faults) {
                delayed++;
                carry(message, DETOUR);
            } else {
                carry(message, LATENCY);
            }
        }

        /** Puts a frame on the wire as if the other end had sent it. */
        void inject(Object frame) {
            waiting.add(frame);
            pump();
        }

        private void carry(Object frame, Duration after) {
            End other = link.other(this);
            timer.after(after, () -> {
                if (link.alive && !other.silent) {
                    other.inject(frame);
                }
            });
        }

        private void pump() {
            while (requested > 0 && !waiting.isEmpty() && listener != null) {
                requested--;
                Object frame = waiting.remove();
                if (frame instanceof String text) {
                    listener.text(text);
                } else {
                    listener.binary((byte[]) frame);
                }
            }
        }

        @Override
        public void ping(byte[] payload) {
            pings++;
            End other = link.other(this);
            timer.after(LATENCY, () -> {
                if (link.alive && !silent && !other.silent) {
                    listener().pong();
                }
            });
        }

        @Override
        public int pending() {
            return 0;
        }

        @Override
        public void request() {
            requested++;
            // As sockets do: never from within the call that asks.
            timer.after(Duration.ZERO, this::pump);
        }

        @Override
        public void close(int code, String reason) {
            if (link.alive && closedWith == null) {
                closedWith = code + " " + reason;
                // What was sent before arrives.
                timer.after(LATENCY, () -> {
                    if (link.alive) {
                        link.alive = false;
                        link.other(this).listener().closed(code, reason);
                        listener().closed(code, reason);
                    }
                });
            }
        }

        @Override
        public void abort() {
            link.cut();
        }
    }
}
