package slipway.localcloud.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import slipway.async.SystemTimer;
import slipway.localcloud.state.StateFolder;

/**
 * A program that starts a process and waits to be killed. It tells the pids of its child, of a grandchild, and of one that
 * ignores SIGHUP in a session of its own and has lost its parent.
 */
@NullMarked
final class ChildHost {
    private static final String SCRIPT = """
            trap '' HUP
            sleep 300 &
            (setsid nohup sh -c 'echo $$ > stray; exec sleep 300' > /dev/null 2>&1 &)
            until [ -s stray ]; do sleep 0.02; done
            echo $$ $! $(cat stray)
            wait""";

    private ChildHost() {}

    /** @param arguments the state folder */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        var processes = new ChildProcesses(new StateFolder(folder), new SystemTimer());
        processes.start(new ChildSpec("task", List.of("sh", "-c", SCRIPT), folder, Map.of()), line -> {
            System.out.println(line);
            System.out.flush();
        });
        new CountDownLatch(1).await();
    }
}
