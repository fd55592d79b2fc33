package slipway.localcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;
import slipway.async.SystemTimer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.wire.AccessKey;
import slipway.localcloud.wire.WireServer;

/**
 * A running local cloud: one per state folder, which a file lock guarantees even after a crash. While it runs, the folder
 * holds {@code endpoint.json} (where it listens, its process, its clock) and {@code credentials} for other programs.
 */
public final class LocalCloud implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCloud.class);
    private static final String CLOCK = "clock";
    private static final String ENDPOINT = "endpoint";
    private static final String PORT = "port";
    private static final Duration CLOCK_SAVED_EVERY = Duration.ofSeconds(5);

    private final StateFolder state;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final SystemTimer timer;
    private final CloudClock clock;
    private final Cancellable clockSaving;
    private final Services services;
    private final WireServer wire;

    /**
     * How to start.
     *
     * @param stateFolder created when missing
     * @param clockFactor cloud seconds per real second, 1 to 60
     * @param port of the API on 127.0.0.1; 0 for any free one
     */
    public record Options(Path stateFolder, double clockFactor, int port) {}

    /** What {@code endpoint.json} says; {@code started} is the process's start in epoch milliseconds. */
    record EndpointDocument(String url, long pid, long started, double clock, String region) {}

    /** The API's port, for the next start. */
    record PortDocument(int port) {}

    /** The kept form of cloud time, so that it goes on from where it was. */
    record ClockDocument(Instant cloudTime) {}

    /**
     * Starts, and brings back what the state folder holds.
     *
     * @throws IOException naming the folder when another local cloud runs on it, or the port when it is taken
     */
    @SuppressWarnings("MustBeClosed") // closed in close(), or below when starting fails
    public LocalCloud(Options options, InstantSource wall) throws IOException {
        state = new StateFolder(options.stateFolder());
        lockFile = FileChannel.open(
                options.stateFolder().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = lock(options.stateFolder());
        timer = new SystemTimer();
        Instant now = wall.instant();
        Instant begin = state.read(CLOCK, ClockDocument.class)
                .map(ClockDocument::cloudTime)
                .filter(kept -> kept.isAfter(now))
                .orElse(now);
        clock = new CloudClock(wall, timer, options.clockFactor(), begin);
        services = new Services(Place.LOCAL, clock, state);
        var key = AccessKey.readOrCreate(options.stateFolder().resolve("credentials"));
        try {
            wire = serve(key, wall, options.port());
        } catch (IOException failed) {
            services.close();
            timer.close();
            lock.release();
            lockFile.close();
            throw failed;
        }
        services.servedAt(endpoint());
        state.write(PORT, new PortDocument(endpoint().getPort()));
        Duration reserve = Duration.ofMillis((long) (2 * CLOCK_SAVED_EVERY.toMillis() * options.clockFactor()));
        saveClock(reserve);
        clockSaving = timer.every(CLOCK_SAVED_EVERY, () -> saveClock(reserve));
        ProcessHandle process = ProcessHandle.current();
        state.write(
                ENDPOINT,
                new EndpointDocument(
                        endpoint().toString(),
                        process.pid(),
                        process.info().startInstant().orElse(now).toEpochMilli(),
                        options.clockFactor(),
                        Place.LOCAL.region()));
        LOG.info("API at {}, clock x{}, state in {}", endpoint(), options.clockFactor(), options.stateFolder());
    }

    /** Where the caller names no port, the last start's is taken again: what tools were told still holds. */
    private WireServer serve(AccessKey key, InstantSource wall, int port) throws IOException {
        int last = state.read(PORT, PortDocument.class).map(PortDocument::port).orElse(0);
        if (port == 0 && last != 0) {
            try {
                return new WireServer(services.clients(), services.dataChannels(), key, wall, clock, last);
            } catch (IOException taken) {
                LOG.info("port {} of the last start is taken: {}", last, taken.getMessage());
            }
        }
        return new WireServer(services.clients(), services.dataChannels(), key, wall, clock, port);
    }

    private FileLock lock(Path folder) throws IOException {
        FileLock taken;
        try {
            taken = lockFile.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            taken = null;
        }
        if (taken == null) {
            lockFile.close();
            throw new StateFolderHeldException(folder);
        }
        return taken;
    }

    /** Where the API answers. */
    public URI endpoint() {
        return wire.endpoint();
    }

    /** Ends every task and proxy, and keeps what is deployed for the next start. */
    @Override
    public void close() {
        clockSaving.cancel();
        try {
            Files.deleteIfExists(state.root().resolve(ENDPOINT + ".json"));
            // While clients still hear of it.
            services.endSessions("The local cloud was stopped.");
            wire.close();
            services.close();
            saveClock(Duration.ZERO);
            timer.close();
            lock.release();
            lockFile.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud did not end cleanly", failed);
        }
    }

    /** Kept ahead of itself until the end, so that the next start is after every time that was told, even when this one is killed. */
    private void saveClock(Duration reserve) {
        state.write(CLOCK, new ClockDocument(clock.instant().plus(reserve)));
    }
}
