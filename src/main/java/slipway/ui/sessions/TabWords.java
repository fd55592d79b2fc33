package slipway.ui.sessions;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.Failure;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;

/** What a tab says of its session. */
final class TabWords {
    /** From here on the end for want of input is near enough to be warned of. */
    static final Duration IDLE_WARNING = Duration.ofMinutes(2);

    /** The session's state in a word or two, with its outline. */
    record State(StateIcon.State icon, String words) {}

    /**
     * What stands over the terminal when something is to be known.
     *
     * @param detail technical; may be empty
     * @param ended whether there is no session any more
     */
    record Banner(StateIcon.State icon, String title, String words, String detail, boolean ended) {}

    private TabWords() {}

    /** {@code api · green · 77b1c6}. */
    static String label(SessionTask task) {
        return task.tier().label() + " · " + task.colour().label() + " · " + Phrases.shortId(task.id());
    }

    static State state(SessionStatus status, @Nullable SessionTaskNews news, @Nullable Duration idleLeft) {
        return switch (status) {
            case SessionStatus.Connecting connecting ->
                new State(
                        StateIcon.State.WORKING,
                        "connecting" + (connecting.attempt() > 1 ? ", try " + connecting.attempt() : ""));
            case SessionStatus.AgentStarting _ -> new State(StateIcon.State.WORKING, "agent starting");
            case SessionStatus.Live _ ->
                new State(news != null || isNear(idleLeft) ? StateIcon.State.WARNING : StateIcon.State.HEALTHY, "live");
            case SessionStatus.Reconnecting reconnecting ->
                new State(
                        StateIcon.State.WORKING,
                        "reconnecting" + (reconnecting.attempt() > 1 ? ", try " + reconnecting.attempt() : ""));
            case SessionStatus.Finished _, SessionStatus.Terminated _ ->
                news == null
                        ? new State(StateIcon.State.IDLE, "ended")
                        : new State(StateIcon.State.FAILED, "ended with its task");
            case SessionStatus.Failed failed ->
                new State(StateIcon.State.FAILED, news == null ? word(failed.failure()) : "ended with its task");
        };
    }

    static boolean isNear(@Nullable Duration idleLeft) {
        return idleLeft != null && idleLeft.compareTo(IDLE_WARNING) < 0;
    }

    private static String word(Failure failure) {
        return switch (failure) {
            case Failure.Unreachable _ -> "lost";
            case Failure.Denied _, Failure.Expired _ -> "refused";
            case Failure.Unsupported _ -> "not on this target";
            case Failure.NotFound _, Failure.Throttled _, Failure.Rejected _ -> "failed";
            case Failure.Cancelled _ -> "cancelled";
        };
    }

    /** What stands over the terminal; empty while the session just runs. */
    static Optional<Banner> banner(
            SessionStatus status, @Nullable SessionTaskNews news, @Nullable Duration idleLeft, String notice) {
        return switch (status) {
            case SessionStatus.Connecting _ -> Optional.empty();
            case SessionStatus.AgentStarting starting ->
                Optional.of(new Banner(
                        StateIcon.State.WORKING,
                        "Waiting for the agent",
                        starting.reason() + " The session opens by itself as soon as it can.",
                        "",
                        false));
            case SessionStatus.Live _ -> {
                if (news != null) {
                    yield Optional.of(new Banner(
                            StateIcon.State.WARNING,
                            title(news),
                            words(news) + " The session ends with it: go on elsewhere while it lasts.",
                            "",
                            false));
                }
                yield isNear(idleLeft)
                        ? Optional.of(new Banner(
                                StateIcon.State.WARNING,
                                "About to end for want of input",
                                "ECS ends a session after 20 minutes without input and output. Any key keeps it.",
                                "",
                                false))
                        : Optional.empty();
            }
            case SessionStatus.Reconnecting reconnecting ->
                Optional.of(new Banner(
                        StateIcon.State.WORKING,
                        "Connection lost, taking it up again",
                        (reconnecting.reason().isEmpty() ? "" : sentence(reconnecting.reason()) + " ")
                                + "What is typed is kept.",
                        "",
                        false));
            case SessionStatus.Finished finished ->
                Optional.of(new Banner(
                        news == null ? StateIcon.State.IDLE : StateIcon.State.FAILED,
                        news == null ? "The session has ended" : title(news),
                        news == null
                                ? finished.text().isBlank()
                                        ? notice
                                        : finished.text().strip()
                                : words(news),
                        "",
                        true));
            case SessionStatus.Terminated _ ->
                Optional.of(new Banner(
                        news == null ? StateIcon.State.IDLE : StateIcon.State.FAILED,
                        news == null ? "You ended this session" : title(news),
                        news == null ? "" : words(news),
                        "",
                        true));
            case SessionStatus.Failed failed ->
                Optional.of(new Banner(
                        StateIcon.State.FAILED,
                        news == null ? title(failed.failure()) : title(news),
                        news == null ? failed.failure().message() : words(news),
                        failed.failure().detail(),
                        true));
        };
    }

    /** What AWS says of the task; what it does not say is left out. */
    private static String words(SessionTaskNews news) {
        return news.reason().isBlank() ? news.words() : sentence(news.reason());
    }

    private static String sentence(String reason) {
        String trimmed = reason.strip();
        String first = trimmed.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + trimmed.substring(1);
        return first.endsWith(".") ? first : first + ".";
    }

    private static String title(SessionTaskNews news) {
        return switch (news.state()) {
            case DRAINING -> "The task is on its way out";
            case STOPPED -> "The task has stopped";
            case ENDED -> "The container has ended";
            case RESTARTED -> "The container was restarted";
            case GONE -> "The task is gone";
        };
    }

    private static String title(Failure failure) {
        return switch (failure) {
            case Failure.Unreachable _ -> "The session is lost";
            case Failure.Denied _, Failure.Expired _ -> "The session was refused";
            case Failure.Unsupported _ -> "Not on this target";
            case Failure.NotFound _, Failure.Throttled _, Failure.Rejected _ -> "There is no session";
            case Failure.Cancelled _ -> "Cancelled";
        };
    }
}
