package slipway.localcloud.process;

import java.io.IOException;

/** A process could not be started; the message names the program or folder at fault, and the way out where one is known. */
public final class ChildStartException extends IOException {
    private static final long serialVersionUID = 1;

    ChildStartException(String message) {
        super(message);
    }

    ChildStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
