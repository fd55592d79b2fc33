package slipway.localcloud.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import slipway.async.SystemTimer;
import slipway.localcloud.state.StateFolder;

/** A program that starts a process, tells the pids of both its child and grandchild, and waits to be killed. */
@NullMarked
final class ChildHost {
    private ChildHost() {}

    /** @param arguments the state folder */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        var processes = new ChildProcesses(new StateFolder(folder), new SystemTimer());
        processes.start(
                new ChildSpec("task", List.of("sh", "-c", "sleep 300 & echo $$ $!; wait"), folder, Map.of()), line -> {
                    System.out.println(line);
                    System.out.flush();
                });
        new CountDownLatch(1).await();
    }
}
