package slipway.model;

/**
 * A port of this machine that leads to one in a task's network.
 *
 * @param task from whose network the port is reached
 * @param host what is reached from there; empty for the task itself
 * @param port the port there
 * @param localPort the port of 127.0.0.1 on this machine
 * @param multiplexed whether several connections share the session (smux), which was not tried on AWS; else it takes one at a time
 * @param status where its session stands
 */
public record ForwardStatus(
        SessionTask task, String host, int port, int localPort, boolean multiplexed, SessionStatus status) {
    /** {@code 127.0.0.1:6379}. */
    public String address() {
        return "127.0.0.1:" + localPort;
    }

    /** What is reached: {@code redis.dev.internal:6379}, {@code api · blue · 3f2a91c4:4567}. */
    public String destination() {
        return (host.isEmpty() ? task.label() : host) + ":" + port;
    }
}
