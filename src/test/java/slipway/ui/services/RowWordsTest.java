package slipway.ui.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.ServiceStatus;
import slipway.model.ServiceStatus.Deployment;
import slipway.model.StoppedTask;
import slipway.model.StoppedTask.ContainerExit;
import slipway.model.TaskGauges;
import slipway.ui.Samples;
import slipway.ui.ServiceSamples;
import slipway.ui.controls.StateIcon;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfStopped;
import slipway.ui.services.RowValues.OfTask;

@NullMarked
class RowWordsTest {
    private static OfService service(String name) {
        ServiceStatus status = ServiceSamples.busy().services().stream()
                .filter(each -> each.name().equals("dev-" + name))
                .findFirst()
                .orElseThrow();
        return row(status);
    }

    private static OfService row(ServiceStatus status) {
        boolean redis = status.name().equals("dev-redis");
        return new OfService(
                status, status.name(), redis, redis ? OptionalLong.of(14_233) : OptionalLong.empty(), false);
    }

    private static OfTask task(
            String lastStatus, String health, String reason, Optional<String> stopping, int restarts) {
        return new OfTask(
                new TaskStatus(
                        "9c41e7d0a20f",
                        lastStatus,
                        health,
                        reason,
                        "127.4.1.21",
                        4567,
                        "dev-api-blue:41",
                        "3f2c1ab",
                        512L << 20,
                        Samples.at(0),
                        Samples.at(10),
                        stopping,
                        new TaskGauges(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.of(restarts))),
                "dev-api-blue",
                Optional.empty(),
                true,
                false);
    }

    private static RowWords.Mark mark(StateIcon.State icon, String words) {
        return new RowWords.Mark(icon, words);
    }

    @Test
    void health_ofAService_tellsWhatIsMissing() {
        assertThat(RowWords.health(service("client-blue"))).isEqualTo(mark(StateIcon.State.HEALTHY, "2 of 2 healthy"));
        assertThat(RowWords.health(service("client-green"))).isEqualTo(mark(StateIcon.State.IDLE, "0 of 0, idle"));
        assertThat(RowWords.health(service("api-blue"))).isEqualTo(mark(StateIcon.State.WORKING, "2 of 3, 1 starting"));
        assertThat(RowWords.health(service("redis"))).isEqualTo(mark(StateIcon.State.HEALTHY, "1 of 1 healthy"));
    }

    @Test
    void health_ofATask_followsItsLife() {
        assertThat(RowWords.health(task("PENDING", "", "", Optional.empty(), 0)))
                .isEqualTo(mark(StateIcon.State.WORKING, "starting"));
        assertThat(RowWords.health(task("RUNNING", "", "", Optional.empty(), 0)))
                .isEqualTo(mark(StateIcon.State.WORKING, "not yet a target"));
        assertThat(RowWords.health(task("RUNNING", "initial", "", Optional.empty(), 0)))
                .isEqualTo(mark(StateIcon.State.WORKING, "initial"));
        assertThat(RowWords.health(task("RUNNING", "unhealthy", "", Optional.empty(), 0)))
                .isEqualTo(mark(StateIcon.State.WARNING, "unhealthy"));
        assertThat(RowWords.health(task("DEACTIVATING", "draining", "", Optional.of("Scaling activity"), 0)))
                .isEqualTo(mark(StateIcon.State.WORKING, "draining, stops"));
    }

    @Test
    void note_ofATask_tellsTheReason() {
        assertThat(RowWords.note(
                        task("RUNNING", "unhealthy", "Target.Timeout: Request timed out", Optional.empty(), 0),
                        Samples.at(60)))
                .isEqualTo(mark(StateIcon.State.WARNING, "Request timed out"));
        assertThat(RowWords.note(task("RUNNING", "healthy", "", Optional.empty(), 2), Samples.at(60)))
                .isEqualTo(mark(StateIcon.State.WARNING, "restarted in place, 2 times"));
        assertThat(RowWords.note(task("ACTIVATING", "", "", Optional.empty(), 0), Samples.at(60)))
                .isEqualTo(mark(StateIcon.State.WAITING, "ACTIVATING"));
    }

    @Test
    void note_ofAService_tellsTroubleBeforeAnythingElse() {
        ServiceStatus api = service("api-blue").status();
        Deployment failed = new Deployment(
                "ecs-svc/9",
                "ACTIVE",
                "FAILED",
                "ECS deployment circuit breaker: tasks failed to start.",
                3,
                0,
                0,
                3,
                "dev-api-blue:42",
                "bad",
                Samples.at(100),
                Samples.at(110));
        ServiceStatus broken = new ServiceStatus(
                api.name(),
                api.tier(),
                api.colour(),
                api.image(),
                api.created(),
                api.desired(),
                api.running(),
                api.pending(),
                api.judged(),
                api.healthy(),
                api.share(),
                api.cpuPercent(),
                api.breaker(),
                List.of(failed, api.deployments().getFirst()),
                api.tasks(),
                api.events());

        assertThat(RowWords.note(row(broken), Samples.at(7200)))
                .isEqualTo(mark(
                        StateIcon.State.WARNING,
                        "deployment failed: ECS deployment circuit breaker: tasks failed to start."));
        assertThat(RowWords.note(service("redis"), Samples.at(7200)).words()).isEqualTo("append-only file, 14.2 KB");
        assertThat(RowWords.note(service("client-green"), Samples.at(7200)).words())
                .isEqualTo("ready for a release");
        assertThat(RowWords.note(service("client-blue"), Samples.at(7200)).words())
                .isEqualTo("steady for 2 h");
    }

    @Test
    void stopped_tellsExitAndTheContainersOwnReason() {
        var task = new StoppedTask(
                "02fe7c31a8d0",
                "dev-api-blue",
                "dev-api-blue:41",
                "",
                null,
                Samples.at(100),
                "EssentialContainerExited",
                "Essential container in task exited",
                List.of(new ContainerExit("app", OptionalInt.of(137), "OutOfMemoryError: killed")));

        assertThat(RowWords.health(new OfStopped(task))).isEqualTo(mark(StateIcon.State.WARNING, "stopped, exit 137"));
        assertThat(RowWords.reason(task)).isEqualTo("Essential container in task exited: OutOfMemoryError: killed");
        assertThat(RowWords.version(new OfStopped(task))).isEqualTo("–");
    }

    @Test
    void stopped_saysThatItsExitIsNotKnown_whenItRanAndNobodySawItEnd() {
        var task = new StoppedTask(
                "02fe7c31a8d0",
                "dev-api-blue",
                "dev-api-blue:41",
                "",
                Samples.at(10),
                Samples.at(100),
                "ServiceSchedulerInitiated",
                "The local cloud ended without being stopped",
                List.of(new ContainerExit("app", OptionalInt.empty(), "")));

        assertThat(RowWords.exits(task)).isEqualTo("exit not known");
    }

    @Test
    void stopped_saysThatItNeverRan_withoutExitCode() {
        var task = new StoppedTask(
                "02fe7c31a8d0",
                "dev-api-blue",
                "dev-api-blue:41",
                "",
                null,
                Samples.at(100),
                "TaskFailedToStart",
                "",
                List.of(new ContainerExit("app", OptionalInt.empty(), "")));

        assertThat(RowWords.exits(task)).isEqualTo("never ran");
        assertThat(RowWords.reason(task)).isEqualTo("TaskFailedToStart");
    }
}
