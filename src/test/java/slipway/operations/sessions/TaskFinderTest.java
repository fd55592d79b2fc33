package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.operations.sessions.SessionCloud.DEV;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.SessionTask;
import slipway.model.Tier;

/** Which tasks there are, and which of them is taken. */
class TaskFinderTest {
    private final SessionCloud dev =
            new SessionCloud().service("dev-api-blue").service("dev-api-green").service("dev-client-blue");
    private final TaskFinder finder = new TaskFinder(dev.cloud);

    private SessionCloud task(String service, String id, int minutesOld) {
        return dev.task(service, id, minutesOld, task -> {});
    }

    @Test
    void all_tellsWhatASessionNeeds_newestFirst() {
        task("dev-api-blue", "aaaa0000bbbb", 9).healthy("dev-api-blue", "aaaa0000bbbb");
        dev.task(
                "dev-client-blue",
                "cccc",
                2,
                task -> task.enableExecuteCommand(false).containers(List.of()));
        dev.task("something-else", "dddd", 1, task -> {});

        List<SessionTask> tasks = finder.all(DEV);

        assertThat(tasks).extracting(SessionTask::id).containsExactly("cccc", "aaaa0000bbbb");
        assertThat(tasks.getLast())
                .satisfies(task -> assertThat(task.ready()).isTrue())
                .satisfies(task -> assertThat(task.target()).isEqualTo("ecs:dev_aaaa0000bbbb_aaaa0000bbbb-1"))
                .satisfies(task -> assertThat(task.label()).isEqualTo("api · blue · aaaa0000"))
                .satisfies(task -> assertThat(task.container()).isEqualTo("api"));
        assertThat(tasks.getFirst())
                .satisfies(task -> assertThat(task.ready()).isFalse())
                .satisfies(task -> assertThat(task.execEnabled()).isFalse())
                .satisfies(task -> assertThat(task.healthy()).isFalse())
                .satisfies(task -> assertThat(task.agent()).isEmpty());
    }

    @Test
    void newest_isTheNewestThatIsReady() {
        task("dev-api-blue", "old", 30).healthy("dev-api-blue", "old");
        task("dev-api-green", "new", 5).healthy("dev-api-green", "new");
        task("dev-api-green", "unhealthy", 1);
        dev.task(
                        "dev-api-green",
                        "starting",
                        2,
                        task -> task.containers(SessionCloud.container("dev-api-green", "r", "PENDING", "")))
                .healthy("dev-api-green", "starting");
        task("dev-client-blue", "client", 0).healthy("dev-client-blue", "client");

        assertThat(finder.newest(DEV, Tier.API, Optional.empty()).id()).isEqualTo("new");
        assertThat(finder.newest(DEV, Tier.API, Optional.of(Colour.BLUE)).id()).isEqualTo("old");
    }

    @Test
    void newest_isOneWhoseAgentStarts_whenNoneIsReady() {
        dev.task(
                        "dev-api-green",
                        "starting",
                        2,
                        task -> task.containers(SessionCloud.container("dev-api-green", "r", "PENDING", "")))
                .healthy("dev-api-green", "starting");
        dev.task("dev-api-green", "without", 1, task -> task.enableExecuteCommand(false))
                .healthy("dev-api-green", "without");

        assertThat(finder.newest(DEV, Tier.API, Optional.empty()).id()).isEqualTo("starting");
    }

    @Test
    void newest_whereNothingIsDeployed_namesTheDeployment() {
        assertThatThrownBy(() -> finder.newest(new EnvironmentName("empty"), Tier.API, Optional.empty()))
                .hasMessage("Nothing is deployed in empty; slipway deploy --env empty deploys it.");
    }

    @Test
    void newest_saysWhatThereIs_whenNoneIsHealthy() {
        assertThatThrownBy(() -> finder.newest(DEV, Tier.API, Optional.of(Colour.GREEN)))
                .hasMessageContaining("No task of api green runs in dev")
                .hasMessageContaining("Without a colour");

        task("dev-api-green", "0123456789", 1);
        dev.task("dev-api-green", "pending", 1, task -> task.lastStatus("PENDING"));

        assertThatThrownBy(() -> finder.newest(DEV, Tier.API, Optional.empty()))
                .hasMessageContaining("01234567 is unhealthy")
                .hasMessageContaining("pending is PENDING")
                .hasMessageContaining("--task");
    }

    @Test
    void byId_takesHowItBegins_healthyOrNot() {
        task("dev-api-blue", "abc1", 1);
        task("dev-client-blue", "abd1", 1);

        assertThat(finder.byId(DEV, "abc", Optional.empty(), Optional.empty()).id())
                .isEqualTo("abc1");
        assertThat(finder.byId(DEV, "ab", Optional.of(Tier.CLIENT), Optional.empty())
                        .id())
                .isEqualTo("abd1");
        assertThatThrownBy(() -> finder.byId(DEV, "ab", Optional.empty(), Optional.empty()))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("Several tasks of dev begin with ab: ")
                .hasMessageContaining("Give more of the id.");
        assertThatThrownBy(() -> finder.byId(DEV, "abc", Optional.empty(), Optional.of(Colour.GREEN)))
                .hasMessageContaining("There is no task abc of client or api green in dev");
    }

    @Test
    void byId_saysSo_whenTheTaskHasStopped() {
        dev.task("dev-api-blue", "gone", 1, task -> task.lastStatus("STOPPED").desiredStatus("STOPPED"));

        assertThatThrownBy(() -> finder.byId(DEV, "gone", Optional.empty(), Optional.empty()))
                .hasMessageContaining("Task gone of dev has stopped");
    }

    @Test
    void tasks_areNotFound_inAnEnvironmentThatIsNotThere() {
        assertThatThrownBy(() -> finder.all(new slipway.model.EnvironmentName("other")))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(Failure.NotFound.class));
    }

    @Test
    void replica_isOfTheSameColourFirst() {
        task("dev-api-blue", "gone", 30).healthy("dev-api-blue", "gone");
        task("dev-api-blue", "other", 20).healthy("dev-api-blue", "other");
        task("dev-api-green", "green", 1).healthy("dev-api-green", "green");
        SessionTask gone = finder.byId(DEV, "gone", Optional.empty(), Optional.empty());

        assertThat(finder.replica(gone).orElseThrow().id()).isEqualTo("other");

        dev.change("other", task -> task.desiredStatus("STOPPED"));
        assertThat(finder.replica(gone).orElseThrow().id()).isEqualTo("green");

        dev.change("green", task -> task.desiredStatus("STOPPED"));
        assertThat(finder.replica(gone)).isEmpty();
    }
}
