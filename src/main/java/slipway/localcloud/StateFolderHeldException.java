package slipway.localcloud;

import java.io.IOException;
import java.nio.file.Path;

/** Another local cloud runs on the state folder, is starting there, or has not ended yet. */
public final class StateFolderHeldException extends IOException {
    private static final long serialVersionUID = 1L;

    StateFolderHeldException(Path folder) {
        super("a local cloud already runs on " + folder
                + "; end it with 'slipway local stop', or use another XDG_STATE_HOME");
    }
}
