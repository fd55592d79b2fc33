package slipway.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import slipway.async.ProcessExit;
import slipway.cli.LocalCloudServer;
import slipway.localcloud.LocalCloud;
import slipway.localcloud.StateFolderHeldException;

/** Runs the local cloud as this process. */
final class ForegroundLocalCloud implements LocalCloudServer {
    /** The exit status when another local cloud holds the state folder: refused by a guard. */
    static final int FOLDER_HELD = 3;

    private final Path stateFolder;
    private final LocalCloudProcess process;
    private final InstantSource wall;
    private final PrintWriter err;

    ForegroundLocalCloud(Path stateFolder, LocalCloudProcess process, InstantSource wall, PrintWriter err) {
        this.stateFolder = stateFolder;
        this.process = process;
        this.wall = wall;
        this.err = err;
    }

    @Override
    public int run(double clockFactor, OptionalInt port) {
        var asked = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        LocalCloud cloud;
        try {
            cloud = new LocalCloud(new LocalCloud.Options(stateFolder, clockFactor, port.orElse(0)), wall);
        } catch (StateFolderHeldException held) {
            err.println(held.getMessage());
            err.flush();
            return FOLDER_HELD;
        } catch (IOException refused) {
            err.println(refused.getMessage());
            err.flush();
            return 1;
        }
        ProcessExit.before("local cloud ends", () -> {
            asked.countDown();
            awaitQuietly(ended);
        });
        err.println("Local cloud at " + cloud.endpoint() + ", clock x" + clockFactor + ", state in " + stateFolder
                + ". Ctrl-C ends it.");
        err.flush();
        awaitQuietly(asked);
        try {
            cloud.close();
        } finally {
            ended.countDown();
        }
        return 0;
    }

    @Override
    public boolean stop() {
        return process.stop();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
