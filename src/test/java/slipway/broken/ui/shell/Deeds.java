package slipway.broken.ui.shell;

import java.io.IOException;
import java.lang.foreign.Linker;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import javafx.application.Platform;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.process.ChildSpec;

/** Breaks the import table on purpose. */
class Deeds {
    void terminal(ChildProcesses processes, ChildSpec spec) throws IOException {
        processes.startAtTerminal(spec, Path.of("/dev/pts/0"));
        Linker.nativeLinker();
    }

    void all() throws IOException, InterruptedException {
        Platform.runLater(() -> {});
        new ProcessBuilder("true").start();
        Executors.newCachedThreadPool().close();
        Thread.sleep(1);
    }
}
