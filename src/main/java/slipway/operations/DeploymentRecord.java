package slipway.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A deployment or deletion as the environment itself remembers it, so that another console or command can see it and go on
 * with it after its runner was killed.
 *
 * @param id begins the request tokens of its operations
 * @param began the target's time
 * @param heartbeat when the runner last said that it is alive, real time
 * @param stacks the planned stacks
 * @param finished those that are done
 * @param created those that this deployment created
 * @param parameters what the operator chose; no secrets
 * @param applications the folder with client and api on the runner's machine
 * @param templates the folder that replaces the shipped templates; empty when there is none
 */
public record DeploymentRecord(
        String id,
        Kind kind,
        State state,
        Runner runner,
        Instant began,
        Instant heartbeat,
        List<String> stacks,
        List<String> finished,
        List<String> created,
        Map<String, String> parameters,
        String applications,
        String templates) {

    /** What is being done to the environment. */
    public enum Kind {
        DEPLOY,
        DELETE,
        /** A stuck stack is being helped out. */
        REPAIR,
        /** A release rolls or retires a colour. */
        RELEASE;

        /** To follow a name: "dev is being …". */
        public String participle() {
            return switch (this) {
                case DEPLOY -> "deployed";
                case DELETE -> "deleted";
                case REPAIR -> "repaired";
                case RELEASE -> "released into";
            };
        }
    }

    /** RUNNING is also what a killed runner leaves behind. */
    public enum State {
        RUNNING,
        CANCELLED,
        FAILED
    }

    /**
     * Who carries it out.
     *
     * @param started when the process was started, in milliseconds since the epoch: with it a process id is unique
     */
    public record Runner(String user, String host, long pid, long started) {
        public String shown() {
            return user + "@" + host + " (process " + pid + ")";
        }
    }
}
