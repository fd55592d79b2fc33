package slipway.broken.ui.shell;

import java.io.IOException;
import java.util.concurrent.Executors;
import javafx.application.Platform;

/** Breaks the import table on purpose. */
class Deeds {
    void all() throws IOException, InterruptedException {
        Platform.runLater(() -> {});
        new ProcessBuilder("true").start();
        Executors.newCachedThreadPool().close();
        Thread.sleep(1);
    }
}
