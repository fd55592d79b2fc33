package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import slipway.async.Background;
import slipway.model.Failure;
import slipway.model.ForwardStatus;
import slipway.model.SessionStatus;

/** {@code slipway forward}: where it leads, and what ends it. */
@Timeout(60)
class ForwardCommandTest {
    private final CommandRun slipway = new CommandRun();
    private final FakeSessions sessions = slipway.deeds.sessions;

    private static ForwardStatus status(SessionStatus status) {
        return new ForwardStatus(FakeSessions.TASK, "", 4567, 43210, false, status);
    }

    private void interruptedWhenLive() {
        sessions.forwarding = told -> {
            told.accept(status(new SessionStatus.Live("session", false)));
            Background.start("Ctrl-C", () -> slipway.terminal.interrupt());
        };
    }

    @Test
    void api_isReachedAtItsPort_untilControlC() {
        interruptedWhenLive();

        assertThat(slipway.run("forward", "--tier", "api", "--local-port", "43210"))
                .isZero();

        assertThat(slipway.outLines())
                .containsExactly("127.0.0.1:43210 leads to api · blue · 9c41e7d0:4567. Ctrl-C ends it.");
        assertThat(slipway.deeds.done)
                .containsSubsequence("task dev api - -", "forward 43210 to :4567", "forward closed", "close");
    }

    @Test
    void redis_isReachedThroughAnApi() {
        interruptedWhenLive();

        assertThat(slipway.run("forward", "--tier", "redis", "--output", "json"))
                .isZero();

        assertThat(slipway.deeds.done).contains("task dev api - -", "forward 0 to redis.dev.internal:6379");
        assertThat(slipway.json().path("address").asText()).isEqualTo("127.0.0.1:43210");
        assertThat(slipway.json().path("destination").asText()).isEqualTo("redis.dev.internal:6379");
    }

    @Test
    void lostForward_fails() {
        sessions.forwarding = told -> told.accept(
                status(new SessionStatus.Failed(new Failure.Unreachable("The session is lost: broken.", ""))));

        assertThat(slipway.run("forward", "--tier", "client", "--port", "80")).isEqualTo(1);

        assertThat(slipway.errLines()).containsExactly("The session is lost: broken.");
        assertThat(slipway.deeds.done).contains("task dev client - -", "forward 0 to :80");
    }

    @Test
    void forwardThatTheServiceEnds_fails() {
        sessions.forwarding = told -> told.accept(status(new SessionStatus.Finished("idle for 20 minutes")));

        assertThat(slipway.run("forward")).isEqualTo(1);

        assertThat(slipway.errLines())
                .containsExactly("The session was ended by the service: idle for 20 minutes."
                        + " slipway forward begins another, on a task that runs.");
    }
}
