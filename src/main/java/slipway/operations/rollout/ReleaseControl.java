package slipway.operations.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Release.Wish;
import slipway.operations.rollout.ReleaseLedger.Wished;

/** What keeps a release's runner in touch: the lock that it holds, and what others wish of it meanwhile. */
final class ReleaseControl {
    /** How often somebody's wish is looked for while a colour is rolled, real time. */
    private static final Duration LISTEN = Duration.ofSeconds(1);
    /** How long the target may be silent, real time. */
    private static final Duration STEADY = Duration.ofMinutes(2);

    private final ReleaseBook book;
    private final Stage stage;
    private final Timer timer;
    private final Cancellation cancellation;
    private final Poller poller;
    private volatile boolean locked;
    private volatile boolean promoted;

    ReleaseControl(ReleaseBook book, Stage stage, Timer timer, Cancellation cancellation) {
        this.book = book;
        this.stage = stage;
        this.timer = timer;
        this.cancellation = cancellation;
        this.poller = new Poller(timer, cancellation);
    }

    /** Somebody wants it to stop or to turn back. */
    static final class Steered extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final Wish wish;
        final String words;

        private Steered(Wish wish, String words) {
            super(words, null, false, false);
            this.wish = wish;
            this.words = words;
        }
    }

    void lock() {
        stage.lock();
        locked = true;
    }

    void unlock() {
        if (locked) {
            locked = false;
            stage.unlock();
        }
    }

    boolean isLocked() {
        return locked;
    }

    /** Whether somebody has promoted it, and that is not carried out yet. */
    boolean isPromoted() {
        return promoted;
    }

    /** The promotion is carried out, as far as it can be. */
    void promotionDone() {
        promoted = false;
    }

    private static String paused(String by) {
        return "Paused by " + by + ".";
    }

    static String aborted(Wished wished) {
        return "Aborted by " + wished.by() + ".";
    }

    void promote() {
        promoted = true;
        book.promote();
    }

    /** Looks whether somebody wants something else, and whether this runner may go on. */
    void listen() {
        if (cancellation.isRequested()) {
            throw new Steered(Wish.PAUSE, paused(book.release().who()));
        }
        if (locked) {
            renew();
        }
        Optional<Wished> wished = steadily(book::takeWish);
        if (wished.isPresent()) {
            switch (wished.get().wish()) {
                case PAUSE -> throw new Steered(Wish.PAUSE, paused(wished.get().by()));
                case ABORT -> throw new Steered(Wish.ABORT, aborted(wished.get()));
                case PROMOTE -> promote();
                case CONTINUE -> {} // It does.
            }
        }
    }

    private void renew() {
        try {
            steadily(() -> {
                stage.renew();
                return true;
            });
        } catch (FailureException lost) {
            if (lost.failure() instanceof Failure.Rejected) {
                locked = false;
                throw new Steered(Wish.PAUSE, lost.failure().message());
            }
            throw lost;
        }
    }

    /** A target that is silent for a moment ends no release. */
    <T> T steadily(Supplier<T> look) {
        for (long left = STEADY.dividedBy(stage.pace()); ; left--) {
            try {
                return look.get();
            } catch (FailureException silent) {
                boolean passes = silent.failure() instanceof Failure.Unreachable
                        || silent.failure() instanceof Failure.Throttled;
                if (!passes || left <= 0 || !poller.pause(stage.pace())) {
                    throw silent;
                }
            }
        }
    }

    /** Carries out what takes long; a wish to stop or to turn back cuts it short. */
    void interruptibly(Consumer<Cancellation> deed) {
        var inner = new Cancellation();
        var heard = new AtomicReference<@Nullable RuntimeException>();
        // A wish is taken once: whoever has taken it must have told of it before this goes on.
        var hearing = new ReentrantLock();
        var over = new AtomicBoolean();
        cancellation.onRequest(inner::cancel);
        Cancellable listening = timer.every(LISTEN, () -> {
            hearing.lock();
            try {
                if (!over.get()) {
                    listen();
                }
            } catch (RuntimeException stop) {
                heard.compareAndSet(null, stop);
                inner.cancel();
            } finally {
                hearing.unlock();
            }
        });
        try {
            deed.accept(inner);
        } catch (FailureException failed) {
            if (!inner.isRequested()) {
                throw failed;
            }
        } finally {
            listening.cancel();
            hearing.lock();
            try {
                over.set(true);
            } finally {
                hearing.unlock();
            }
        }
        RuntimeException stop = heard.get();
        if (stop != null) {
            throw stop;
        }
        listen();
    }

    /** Waits between two looks, and looks whether somebody wants something else. */
    void pause() {
        if (!poller.pause(stage.pace())) {
            throw new Steered(Wish.PAUSE, paused(book.release().who()));
        }
        listen();
    }

    /** Waits between two looks whatever is wished; false when cancelled. */
    boolean rest() {
        return poller.pause(stage.pace());
    }
}
