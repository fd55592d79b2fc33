package slipway.channel;

/**
 * Why a session failed. {@link #message} is a sentence for the user with the way out, {@link #detail} the technical text,
 * which may be empty.
 */
public sealed interface ChannelFailure {
    String message();

    String detail();

    /** The service answered the upgrade with an HTTP status. */
    record UpgradeRefused(int status, String detail) implements ChannelFailure {
        @Override
        public String message() {
            return status == 401 || status == 403
                    ? "The session's channel was refused with status " + status
                            + ". Check that you are allowed ssmmessages:OpenDataChannel on the session, and that this"
                            + " machine's clock is right."
                    : "The session's channel was refused with status " + status + ". Open a new session.";
        }
    }

    /** No socket could be opened. */
    record Unreachable(String endpoint, int attempts, String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "No connection to " + endpoint + " after " + attempts + (attempts == 1 ? " try" : " tries")
                    + ". Check the network and the proxy, then open a new session.";
        }
    }

    /** The upgrade could not be signed, mostly for want of credentials. */
    record NotSigned(String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "The session's channel could not be signed. Check your credentials, then open a new session.";
        }
    }

    /** The service closed the socket over the first frame. */
    record TokenRejected(String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "The session's token was rejected" + (detail.isEmpty() ? "" : ": " + detail)
                    + ". Open a new session.";
        }
    }

    /** The socket was lost, and the session could not be resumed. */
    record Lost(String reason, String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "The session is lost: " + reason + ". Open a new session.";
        }
    }

    /** The socket was lost, and when it was resumed the session was over. */
    record Over(String sessionId) implements ChannelFailure {
        @Override
        public String message() {
            return "Session " + sessionId + " timed out. Open a new session.";
        }

        @Override
        public String detail() {
            return "ResumeSession answered without a token";
        }
    }

    /** Five messages in a row could not be read. */
    record CorruptStream(String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "The session's stream is corrupt and was closed. Open a new session; if this repeats, look for a"
                    + " proxy on the way that changes WebSocket messages.";
        }
    }

    /** A handshake began and did not end. */
    record NoAnswer(String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "No answer from the agent. Look at the agent's state in the task, then open a new session.";
        }
    }

    /** Nothing that was sent was ever acknowledged. */
    record PeerStopped(String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "The peer stopped responding. Open a new session.";
        }
    }

    /** The handshake asked for what this client does not do. */
    record HandshakeRefused(String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "The agent asks for what this client does not know: " + detail + ".";
        }
    }

    /** The account encrypts sessions, and the keys could not be had, or do not fit. */
    record EncryptionFailed(String keyId, String detail) implements ChannelFailure {
        @Override
        public String message() {
            return "The session is encrypted with the KMS key " + keyId
                    + ", which did not work. Check that you are allowed kms:GenerateDataKey on it.";
        }
    }
}
