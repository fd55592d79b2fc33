package slipway.app;

import java.nio.file.Path;
import java.util.Map;

/** Where the local cloud keeps its state: {@code $XDG_STATE_HOME/slipway}, else {@code ~/.local/state/slipway}. */
final class StateFolderPath {
    private StateFolderPath() {}

    static Path of(Map<String, String> environment, String home) {
        String configured = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG base directory specification: a relative path there is invalid and is ignored.
        Path base = configured.startsWith("/") ? Path.of(configured) : Path.of(home, ".local", "state");
        return base.resolve("slipway");
    }
}
