package slipway.channel;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** SSM's calls about a session that exists, to the regional SSM endpoint. They block. */
public interface SessionControl {
    /**
     * {@code ResumeSession}, for a session whose socket was lost.
     *
     * @return the new token, or nothing when the answer holds none: the session is over
     * @throws IOException SSM could not be reached; asked again after a while
     * @throws RuntimeException SSM refused; the message is shown
     */
    Optional<Resumption> resume(String sessionId) throws IOException;

    /**
     * {@code TerminateSession}. Final; called at most once per session.
     *
     * @throws IOException SSM could not be reached
     * @throws RuntimeException SSM refused
     */
    void terminate(String sessionId) throws IOException;

    /** A fresh token, and the URL if the answer names one (else the old one holds). */
    record Resumption(String token, Optional<URI> streamUrl) {
        @Override
        public String toString() {
            return "Resumption[streamUrl=" + streamUrl + "]";
        }
    }
}
