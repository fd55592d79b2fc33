package slipway.operations.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import slipway.async.Background;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.operations.probe.HttpProbe.Answer;

/**
 * Asks the application for its page again and again, at a steady rate, for the want of callers. What an application too slow for the rate
 * cannot take is left out, beyond one second's worth.
 */
public final class SyntheticTraffic implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(50);
    /** How many requests can be under way at a time. */
    private static final int SENDERS = 16;

    private static final int SERVER_ERROR = 500;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Timer timer;
    private final LongSupplier nanos;
    private final String page;
    private final HttpProbe http = new HttpProbe();
    private final Semaphore due = new Semaphore(0);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Cancellable> senders = new ArrayList<>();
    private @Nullable Cancellable ticking;
    private double rate;
    private long ticked;
    /** The part of a request that is not due yet. */
    private double owed;

    private volatile boolean closed;

    /** @param url where the application answers, without the slash at its end */
    public SyntheticTraffic(Timer timer, String url) {
        this(timer, System::nanoTime, url);
    }

    /** @param nanos the time that has gone by, from any beginning: a timer's ticks may be late */
    SyntheticTraffic(Timer timer, LongSupplier nanos, String url) {
        this.timer = timer;
        this.nanos = nanos;
        this.page = url + "/";
    }

    /**
     * Begins to send, or goes on at another rate.
     *
     * @param perSecond requests per real second, up to some hundreds; 0 sends none until it is called again
     */
    public synchronized void start(double perSecond) {
        if (closed) {
            throw new IllegalStateException("the traffic to " + page + " was closed");
        }
        rate = perSecond;
        if (ticking == null) {
            for (int i = 0; i < SENDERS; i++) {
                senders.add(Background.start("synthetic traffic", this::send));
            }
            ticked = nanos.getAsLong();
            ticking = timer.every(TICK, this::tick);
        }
    }

    private synchronized void tick() {
        long now = nanos.getAsLong();
        owed += rate * (now - ticked) / NANOS_PER_SECOND;
        ticked = now;
        int whole = (int) owed;
        owed -= whole;
        due.release(Math.clamp((int) Math.ceil(rate) - due.availablePermits(), 0, whole));
    }

    private void send() {
        try {
            while (!closed) {
                due.acquire();
                sent.incrementAndGet();
                Optional<Answer> answer = http.get(page);
                // What closing cut short says nothing about the application.
                if (!closed
                        && answer.filter(given -> given.status() < SERVER_ERROR).isEmpty()) {
                    failed.incrementAndGet();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many requests were sent. */
    public long sent() {
        return sent.get();
    }

    /** How many of them were answered with 5xx, or not at all within five seconds. */
    public long failed() {
        return failed.get();
    }

    /** Ends at once, with what is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        if (ticking != null) {
            ticking.cancel();
        }
        senders.forEach(Cancellable::cancel);
        http.close();
    }
}
