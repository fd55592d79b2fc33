package slipway.channel;

import java.io.IOException;

/** The server answered an upgrade to WebSocket with something else. */
public class UpgradeRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    /** {@code status} of HTTP, and the answer's text, which may be empty. */
    public UpgradeRefusedException(int status, String body) {
        super("the upgrade was answered with status " + status + (body.isEmpty() ? "" : ": " + body));
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }
}
