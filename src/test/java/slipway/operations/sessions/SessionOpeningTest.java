package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.operations.sessions.SessionCloud.DEV;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.async.AdvancingTimer;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.channel.SessionOffer;
import slipway.model.SessionTask;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.TargetNotConnectedException;

/** How a session is asked for, and how long for an agent that is not there. */
class SessionOpeningTest {
    private final AdvancingTimer time = new AdvancingTimer();
    private final SessionCloud dev = new SessionCloud().service("dev-api-blue");
    private final List<ExecuteCommandRequest> asked = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private RuntimeException refusal = TargetNotConnectedException.builder().build();
    private int refusals;

    @BeforeEach
    void giveTask() {
        dev.task("dev-api-blue", "abc", 1, task -> {}).healthy("dev-api-blue", "abc");
        dev.cloud.executeCommand = request -> {
            asked.add(request);
            if (asked.size() <= refusals) {
                throw refusal;
            }
            return ExecuteCommandResponse.builder()
                    .session(session -> session.sessionId("ecs-execute-command-1")
                            .streamUrl("wss://host/v1/data-channel/1")
                            .tokenValue("word"))
                    .build();
        };
    }

    private Optional<SessionOffer> offer() {
        SessionTask task = new TaskFinder(dev.cloud).byId(DEV, "abc", Optional.empty(), Optional.empty());
        return SessionOpening.command(dev.cloud, time, task, "irb").offer(new Poller(time, cancellation), waiting::add);
    }

    private void agent(String status, String reason) {
        dev.change("abc", task -> task.containers(SessionCloud.container("dev-api-blue", "abc-1", status, reason)));
    }

    @Test
    void offer_isAskedForOnce_whenTheAgentIsThere() {
        SessionOffer offer = offer().orElseThrow();

        assertThat(offer.sessionId()).isEqualTo("ecs-execute-command-1");
        assertThat(offer.targetId()).isEqualTo("ecs:dev_abc_abc-1");
        assertThat(offer.toString()).doesNotContain("word");
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.cluster()).isEqualTo("dev");
            assertThat(request.task()).isEqualTo("abc");
            assertThat(request.container()).isEqualTo("api");
            assertThat(request.command()).isEqualTo("irb");
            assertThat(request.interactive()).isTrue();
        });
        assertThat(waiting).isEmpty();
    }

    @Test
    void offer_isAskedForAgain_whileTheAgentIsStarting() {
        agent("PENDING", "");
        refusals = 3;
        refusal = InvalidParameterException.builder()
                .message("execute command was not enabled when the task was run or the agent isn't running")
                .build();

        assertThat(offer()).isPresent();

        assertThat(asked).hasSize(4);
        assertThat(waiting).containsOnly("The agent of task abc is starting.").hasSize(3);
    }

    @Test
    void offer_isGivenUp_afterTwoMinutes() {
        refusals = Integer.MAX_VALUE;
        Instant before = time.instant();

        assertThatThrownBy(this::offer)
                .hasMessageContaining("not connected yet")
                .hasMessageContaining("2 minutes were not enough");

        assertThat(Duration.between(before, time.instant())).isEqualTo(SessionOpening.PATIENCE);
    }

    @Test
    void offer_isEmpty_whenCancelled() {
        refusals = Integer.MAX_VALUE;
        waiting.clear();
        SessionTask task = new TaskFinder(dev.cloud).byId(DEV, "abc", Optional.empty(), Optional.empty());

        Optional<SessionOffer> offer = SessionOpening.command(dev.cloud, time, task, "irb")
                .offer(new Poller(time, cancellation), reason -> cancellation.cancel());

        assertThat(offer).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void offer_isRefusedAtOnce_whenWaitingDoesNotHelp() {
        refusals = Integer.MAX_VALUE;

        agent("STOPPED", "it crashed");
        assertThatThrownBy(this::offer).hasMessageContaining("The agent of task abc has stopped: it crashed");

        dev.change("abc", task -> task.enableExecuteCommand(false));
        assertThatThrownBy(this::offer)
                .hasMessageContaining("started without ECS Exec")
                .hasMessageContaining("EnableExecuteCommand");

        SessionTask task = new TaskFinder(dev.cloud).byId(DEV, "abc", Optional.empty(), Optional.empty());
        dev.change("abc", now -> now.desiredStatus("STOPPED").stoppedReason("Scaling activity"));
        assertThatThrownBy(() -> SessionOpening.command(dev.cloud, time, task, "irb")
                        .offer(new Poller(time, cancellation), waiting::add))
                .hasMessageContaining("is being stopped: Scaling activity");
        assertThat(waiting).isEmpty();
    }

    @Test
    void offer_isRefusedInEcsWords_whenTheTaskIsFine() {
        refusals = 1;
        refusal = InvalidParameterException.builder()
                .message("The container name api is wrong.")
                .build();

        assertThatThrownBy(this::offer).hasMessageContaining("Cannot open a session on task abc");
        assertThat(asked).hasSize(1);
    }
}
