package slipway.operations.sessions;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.channel.ChannelClient;
import slipway.channel.ClientOptions;
import slipway.channel.ClientSession;
import slipway.channel.SessionEnd;
import slipway.channel.SessionListener;
import slipway.channel.SessionOffer;
import slipway.channel.SessionState;
import slipway.channel.TerminalSize;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;

/** A session over the channel, from the first call to ECS to its end. */
final class ChannelSession implements Session, SessionListener, Sessions.Owned {
    /** How long silence lasts after the end of input before the end-of-file key is sent; twice as long before each more. */
    static final Duration SILENCE = Duration.ofMillis(500);

    private static final int MOST_DOUBLINGS = 4;

    private static final Duration IDLE_LIMIT = Duration.ofMinutes(20);
    /** What a call to ECS may still take when the session is closed while it is under way. */
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(5);

    private static final Pattern HEADING = Pattern.compile("\\A-+ERROR-+\\R");
    private static final int MOST_KEPT = 64 << 10;
    private static final byte END_OF_FILE = 0x04;

    private final SessionTask task;
    private final SessionReceiver receiver;
    private final Timer timer;
    private final TaskWatch watch;
    private final SsmControl control;
    private final Consumer<ChannelSession> over;
    private final Cancellation cancellation = new Cancellation();
    /** Whether ECS has answered: until then there may be a session that nobody knows of. */
    private final CountDownLatch settled = new CountDownLatch(1);
    /** Makes one call of the receiver at a time: the channel, the watch and the opening all tell. */
    private final ReentrantLock telling = new ReentrantLock(true);
    /** What was typed before there was a channel. */
    private final Queue<byte[]> kept = new ArrayDeque<>();

    private int keptBytes;
    private TerminalSize size;
    private SessionStatus status = new SessionStatus.Connecting(1);
    private @Nullable ClientSession channel;
    private boolean noMoreInput;
    private byte lastInput = '\n';
    private int endsSent;
    private Cancellable watching = () -> {};
    private Cancellable endOfFile = () -> {};

    /** @param over told once, when it has ended */
    ChannelSession(
            SessionTask task,
            TerminalSize size,
            SessionReceiver receiver,
            Timer timer,
            TaskWatch watch,
            SsmControl control,
            Consumer<ChannelSession> over) {
        this.task = task;
        this.size = size;
        this.receiver = receiver;
        this.timer = timer;
        this.watch = watch;
        this.control = control;
        this.over = over;
    }

    /** Opens it, on the caller's thread; returns when there is a channel, or there will be none. */
    void open(SessionOpening opening, ChannelClient client) {
        try {
            tell(new SessionStatus.Connecting(1));
            Optional<SessionOffer> offer = opening.offer(
                    new Poller(timer, cancellation), reason -> tell(new SessionStatus.AgentStarting(reason)));
            if (offer.isEmpty()) {
                end(new SessionStatus.Terminated());
                return;
            }
            if (!begin(client, offer.get())) {
                control.abandon(offer.get().sessionId());
                end(new SessionStatus.Terminated());
            }
        } catch (FailureException failed) {
            end(
                    cancellation.isRequested()
                            ? new SessionStatus.Terminated()
                            : new SessionStatus.Failed(failed.failure()));
        } finally {
            settled.countDown();
        }
    }

    private synchronized boolean begin(ChannelClient client, SessionOffer offer) {
        if (cancellation.isRequested()) {
            return false;
        }
        ClientSession opened = client.open(offer, ClientOptions.interactive(size), this);
        for (byte[] bytes = kept.poll(); bytes != null; bytes = kept.poll()) {
            // The channel keeps more before it has begun than waited here, but for one piece that is longer than all
            // that.
            if (!opened.offer(bytes)) {
                throw new IllegalStateException("the session does not take what was typed before it");
            }
        }
        keptBytes = 0;
        channel = opened;
        watching = watch.watch(task, this::news);
        notifyAll();
        if (noMoreInput) {
            finishLine(opened);
        }
        return true;
    }

    private void news(SessionTaskNews news) {
        telling.lock();
        try {
            if (!status().ended()) {
                receiver.task(news);
            }
        } finally {
            telling.unlock();
        }
    }

    /** False when it has ended before. */
    private boolean tell(SessionStatus now) {
        telling.lock();
        try {
            synchronized (this) {
                if (status.ended()) {
                    return false;
                }
                status = now;
            }
            receiver.status(now);
            return true;
        } finally {
            telling.unlock();
        }
    }

    private void end(SessionStatus how) {
        synchronized (this) {
            watching.cancel();
            endOfFile.cancel();
        }
        if (tell(how)) {
            synchronized (this) {
                notifyAll();
            }
            over.accept(this);
        }
    }
    // ---- what the channel tells

    @Override
    public void state(SessionState state) {
        switch (state) {
            case SessionState.Connecting connecting -> tell(new SessionStatus.Connecting(connecting.attempt()));
            case SessionState.Waiting _ -> {
                // Still connecting, for whoever looks on.
            }
            case SessionState.Live live -> {
                tell(new SessionStatus.Live(sessionId(), live.encrypted()));
                awaitSilence();
            }
            case SessionState.Reconnecting lost -> tell(new SessionStatus.Reconnecting(lost.attempt(), lost.reason()));
            case SessionState.Ended ended -> end(judged(ended.end()));
        }
    }

    private synchronized String sessionId() {
        return channel == null ? "" : channel.sessionId();
    }

    /** What has ended is told with what became of its task, which mostly is the reason. */
    private SessionStatus judged(SessionEnd end) {
        if (end instanceof SessionEnd.Terminated) {
            return new SessionStatus.Terminated();
        }
        Optional<SessionTaskNews> news = watch.lookAt(task);
        news.ifPresent(this::news);
        Optional<SessionTaskNews> fatal = news.filter(found -> found.state() != SessionTaskNews.State.DRAINING);
        if (fatal.isPresent()) {
            return new SessionStatus.Failed(new Failure.Unreachable(
                    "The session is lost. " + fatal.get().words() + " Open one on another task.", detail(end)));
        }
        return switch (end) {
            case SessionEnd.Closed closed ->
                closed.hadOutput() || closed.text().isBlank()
                        ? new SessionStatus.Finished(closed.text())
                        : new SessionStatus.Failed(new Failure.Rejected(
                                "The session ended before it began: " + withoutHeading(closed.text()), ""));
            case SessionEnd.Failed failed -> new SessionStatus.Failed(ChannelFailures.of(failed.failure()));
            case SessionEnd.Terminated _ -> new SessionStatus.Terminated();
        };
    }

    /** The agent heads what it could not do with a line of its own, which says nothing. */
    private static String withoutHeading(String text) {
        return HEADING.matcher(text.strip()).replaceFirst("").strip();
    }

    private static String detail(SessionEnd end) {
        return switch (end) {
            case SessionEnd.Closed closed -> closed.text();
            case SessionEnd.Failed failed ->
                failed.failure().message()
                        + (failed.failure().detail().isEmpty()
                                ? ""
                                : "\n" + failed.failure().detail());
            case SessionEnd.Terminated _ -> "";
        };
    }

    @Override
    public void output(byte[] bytes) {
        telling.lock();
        try {
            receiver.output(bytes);
        } finally {
            telling.unlock();
        }
        awaitSilence();
    }

    @Override
    public void notice(String text) {
        telling.lock();
        try {
            receiver.notice(text);
        } finally {
            telling.unlock();
        }
    }
    // ---- what the user does

    @Override
    public SessionTask task() {
        return task;
    }

    @Override
    public synchronized SessionStatus status() {
        return status;
    }

    @Override
    public synchronized Duration idleLeft() {
        return channel == null ? IDLE_LIMIT : channel.idleRemaining();
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
        ClientSession open;
        synchronized (this) {
            while (channel == null && !status.ended() && !keep(bytes)) {
                wait();
            }
            if (status.ended()) {
                throw new IOException("the session has ended");
            }
            note(bytes);
            open = channel;
            if (open == null) {
                return;
            }
        }
        open.write(bytes);
    }

    /** Keeps what is typed before there is a channel; false when too much waits. Something longer than all that may wait alone. */
    private boolean keep(byte[] bytes) {
        if (keptBytes > 0 && keptBytes + bytes.length > MOST_KEPT) {
            return false;
        }
        kept.add(bytes.clone());
        keptBytes += bytes.length;
        return true;
    }

    @Override
    public boolean offer(byte[] bytes) {
        ClientSession open;
        synchronized (this) {
            if (status.ended()) {
                return false;
            }
            open = channel;
            if (open == null) {
                return keep(bytes);
            }
        }
        return open.offer(bytes);
    }

    private void note(byte[] input) {
        if (input.length > 0) {
            lastInput = input[input.length - 1];
        }
    }

    @Override
    public void resize(int columns, int rows) {
        ClientSession open;
        synchronized (this) {
            size = new TerminalSize(columns, rows);
            open = channel;
        }
        if (open != null) {
            open.resize(new TerminalSize(columns, rows));
        }
    }

    @Override
    public void endInput() {
        ClientSession open;
        synchronized (this) {
            noMoreInput = true;
            open = channel;
        }
        if (open != null) {
            finishLine(open);
        }
    }

    /** An open line is ended: a program that reads lines would not see the end of the file behind it. */
    private void finishLine(ClientSession open) {
        byte last;
        synchronized (this) {
            last = lastInput;
        }
        if (last != '\n' && last != '\r') {
            open.offer(new byte[] {'\r'});
        }
        awaitSilence();
    }

    private synchronized void awaitSilence() {
        if (noMoreInput && !status.ended()) {
            endOfFile.cancel();
            Duration pause = SILENCE.multipliedBy(1L << Math.min(endsSent, MOST_DOUBLINGS));
            endOfFile = timer.after(pause, this::sendEndOfFile);
        }
    }

    /**
     * The key is no end of file for a program that reads key by key, as irb does, unless it reads at that moment with an empty
     * line before it: one that comes too early leaves its line open. So between two of them goes Enter, on its own, as keys
     * that come together are taken for a paste. A program that reads line by line has met its end by then.
     */
    private void sendEndOfFile() {
        if (status() instanceof SessionStatus.Live) {
            int sent;
            synchronized (this) {
                sent = endsSent++;
            }
            offer(new byte[] {sent % 2 == 0 ? END_OF_FILE : (byte) '\r'});
        }
        awaitSilence();
    }

    @Override
    public void terminate() {
        cancellation.cancel();
        ClientSession open;
        synchronized (this) {
            open = channel;
        }
        if (open != null) {
            open.terminate();
        } else {
            // Nobody waits for ECS to answer: what it still offers is given back.
            end(new SessionStatus.Terminated());
        }
    }

    @Override
    public void close() {
        terminate();
        ClientSession open;
        synchronized (this) {
            open = channel;
        }
        if (open != null) {
            open.close();
            return;
        }
        try {
            var _ = settled.await(LONGEST_OPENING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
