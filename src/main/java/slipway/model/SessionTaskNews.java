package slipway.model;

import java.util.Optional;

/**
 * What became of the task that a session is on.
 *
 * @param state how far it has gone
 * @param reason AWS's words; may be empty
 * @param replica a healthy task of the same tier to go on with, the newest of the same colour before others; absent when there
 *     is none
 */
public record SessionTaskNews(String task, State state, String reason, Optional<SessionTask> replica) {
    /** How far a task has gone. */
    public enum State {
        /** It still runs and is going to be stopped. */
        DRAINING,
        /** It does not run any more. */
        STOPPED,
        /** The session's container has ended, and what ran in it is gone; the task may start it anew. */
        ENDED,
        /** It runs, but the session's container was started anew, and what ran in it is gone. */
        RESTARTED,
        /** ECS does not know it any more. */
        GONE
    }

    /** A sentence. */
    public String words() {
        String because = reason.isEmpty() ? "" : ": " + reason;
        return switch (state) {
            case DRAINING -> "Task " + task + " is being stopped" + because + ".";
            case STOPPED -> "Task " + task + " has stopped" + because + ".";
            case ENDED -> "The container of task " + task + " has ended" + because + ".";
            case RESTARTED -> "Task " + task + " was restarted in place" + because + ".";
            case GONE -> "Task " + task + " is gone" + because + ".";
        };
    }
}
