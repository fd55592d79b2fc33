package slipway.operations.sessions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;

/**
 * How much output a session carries, and how soon a key comes back as its echo: from this process through the API, the socket and the
 * terminal of a task of the local cloud, whose state folder is the only argument. Prints one line a figure. Run by {@code
 * src/bench/sessions}.
 */
final class SessionBench {
    private static final int MEGABYTE = 1_000_000;
    private static final int BULK = 200 * MEGABYTE;
    private static final int ROUNDS = 4;
    private static final int KEYS = 2_000;
    private static final int WARM_UP = 200;

    private final Sessions sessions;
    private final SessionTask task;

    private SessionBench(Sessions sessions, SessionTask task) {
        this.sessions = sessions;
        this.task = task;
    }

    public static void main(String... arguments) throws Exception {
        try (var local = new RunningCloud(Path.of(arguments[0]))) {
            var bench = new SessionBench(local.sessions(), local.task());
            for (int round = 1; round <= ROUNDS; round++) {
                System.out.printf(Locale.ROOT, "bulk output, round %d: %.1f MB/s%n", round, bench.bulk());
            }
            bench.echo();
        }
        System.exit(0);
    }

    /** Megabytes a second, from the first byte to the last. */
    private double bulk() throws InterruptedException {
        var counted = new AtomicLong();
        var first = new AtomicLong();
        var last = new AtomicLong();
        var ended = new CountDownLatch(1);
        Session session = sessions.open(task, "head -c " + BULK + " /dev/zero", 80, 24, new SessionReceiver() {
            @Override
            public void status(SessionStatus status) {
                if (status.ended()) {
                    ended.countDown();
                }
            }

            @Override
            public void output(byte[] bytes) {
                first.compareAndSet(0, System.nanoTime());
                counted.addAndGet(bytes.length);
                last.set(System.nanoTime());
            }
        });
        if (!ended.await(5, TimeUnit.MINUTES) || counted.get() != BULK) {
            throw new IllegalStateException(counted + " of " + BULK + " bytes, " + session.status());
        }
        session.close();
        return counted.get() * 1e3 / (last.get() - first.get());
    }

    private void echo() throws InterruptedException, IOException {
        BlockingQueue<Byte> echoed = new ArrayBlockingQueue<>(64);
        var live = new CountDownLatch(1);
        Session session =
                sessions.open(task, "sh -c 'stty -icanon; exec cat > /dev/null'", 80, 24, new SessionReceiver() {
                    @Override
                    public void status(SessionStatus status) {
                        if (status instanceof SessionStatus.Live) {
                            live.countDown();
                        }
                    }

                    @Override
                    public void output(byte[] bytes) {
                        for (byte each : bytes) {
                            echoed.add(each);
                        }
                    }
                });
        live.await();
        var took = new long[KEYS];
        for (int key = -WARM_UP; key < KEYS; key++) {
            long began = System.nanoTime();
            session.write(new byte[] {(byte) ('a' + Math.floorMod(key, 26))});
            if (echoed.poll(1, TimeUnit.MINUTES) == null) {
                throw new IllegalStateException("no echo, " + session.status());
            }
            if (key >= 0) {
                took[key] = System.nanoTime() - began;
            }
        }
        session.close();
        Arrays.sort(took);
        System.out.printf(
                Locale.ROOT,
                "echo of a key: %d keys, p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
                KEYS,
                took[KEYS / 2] / 1e6,
                took[KEYS * 99 / 100] / 1e6,
                took[KEYS - 1] / 1e6);
    }
}
