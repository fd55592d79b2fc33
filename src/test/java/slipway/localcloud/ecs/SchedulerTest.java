package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.ecs.model.DeploymentRolloutState.COMPLETED;
import static software.amazon.awssdk.services.ecs.model.DeploymentRolloutState.FAILED;
import static software.amazon.awssdk.services.ecs.model.DeploymentRolloutState.IN_PROGRESS;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.localcloud.ecs.ServiceView.DeploymentView;
import slipway.localcloud.ecs.ServiceView.TaskCondition;
import slipway.localcloud.ecs.ServiceView.TaskView;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;

/**
 * The scheduler as a table. Tasks are written oldest first: {@code n} of the newest deployment, {@code o} of the older
 * one, with their condition: {@code n=GOOD}.
 */
@NullMarked
class SchedulerTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a new service                       | 2 | 100 | 200 |                                              | start 2
        one of two is starting              | 2 | 100 | 200 | n=STARTING                                   | start 1
        both are starting                   | 2 | 100 | 200 | n=STARTING n=STARTING                        |
        both wait for a verdict             | 2 | 100 | 200 | n=WAITING n=WAITING                          |
        both are good                       | 2 | 100 | 200 | n=GOOD n=GOOD                                | complete
        one died                            | 2 | 100 | 200 | n=GOOD                                       | start 1
        a stopping one counts no more       | 1 | 0   | 100 | n=STOPPING                                   | start 1
        nothing is wanted                   | 0 | 100 | 200 |                                              | complete
        scaled in: the newest goes          | 1 | 100 | 200 | n=GOOD n=GOOD                                | stop 1
        scaled in: what serves least goes   | 2 | 100 | 200 | n=WAITING n=GOOD n=GOOD                      | stop 0
        scaled to nothing                   | 0 | 100 | 200 | n=GOOD n=GOOD                                | stop 1, stop 0
        rolling: all new ones beside        | 2 | 100 | 200 | o=GOOD o=GOOD                                | start 2
        rolling: old ones stay until        | 2 | 100 | 200 | o=GOOD o=GOOD n=WAITING n=STARTING           |
        rolling: one for one                | 2 | 100 | 200 | o=GOOD o=GOOD n=GOOD n=WAITING               | stop 0
        rolling: the last old one           | 2 | 100 | 200 | o=STOPPING o=GOOD n=GOOD n=GOOD              | stop 1
        rolling: old ones are on their way  | 2 | 100 | 200 | o=STOPPING o=STOPPING n=GOOD n=GOOD          | complete
        rolling: old ones still drain       | 2 | 100 | 200 | o=STOPPING o=DRAINING n=GOOD n=GOOD          |
        a draining one counts no more       | 1 | 0   | 100 | n=DRAINING                                   | start 1
        rolling: useless old ones go        | 2 | 100 | 200 | o=BAD o=STARTING                             | start 2, stop 0, stop 1
        room for one only                   | 2 | 100 | 150 | o=GOOD o=GOOD                                | start 1
        half may be missing                 | 2 | 50  | 100 | o=GOOD o=GOOD                                | stop 0
        stop before start                   | 1 | 0   | 100 | o=GOOD                                       | stop 0
        stop before start: then start       | 1 | 0   | 100 | o=STOPPING                                   | start 1
        unhealthy: a new one beside         | 2 | 100 | 200 | n=GOOD n=BAD                                 | start 1
        unhealthy: replaced, then stopped   | 2 | 100 | 200 | n=GOOD n=BAD n=WAITING                       |
        unhealthy: now                      | 2 | 100 | 200 | n=GOOD n=BAD n=GOOD                          | unhealthy 1
        unhealthy without room              | 1 | 0   | 100 | n=BAD                                        | unhealthy 0
        unhealthy, room for some            | 2 | 100 | 150 | n=BAD n=BAD                                  | start 1, unhealthy 0
        minimum is rounded up               | 3 | 50  | 200 | o=GOOD o=GOOD o=GOOD n=STARTING n=STARTING n=STARTING | stop 0
        maximum is rounded down             | 3 | 50  | 150 | o=GOOD o=GOOD o=GOOD                         | start 1, stop 0
        """)
    void decide_whenADeploymentIsUnderWay_takesTheNextStep(
            String situation,
            int desired,
            int minimum,
            int maximum,
            @Nullable String tasks,
            @Nullable String expected) {
        var service = service(desired, minimum, maximum, IN_PROGRESS, tasks == null ? "" : tasks);

        assertThat(told(Scheduler.decide(service))).as(situation).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void decide_whenBraked_startsNothing() {
        var service = new ServiceView(
                1, 100, 200, false, false, false, true, List.of(new DeploymentView("n", IN_PROGRESS, 0)), List.of());

        assertThat(Scheduler.decide(service)).isEmpty();
    }

    @Test
    void decide_whenTooManyTasksFailed_endsTheDeployment() {
        assertThat(told(Scheduler.decide(failing(3, false)))).isEqualTo("fail");
    }

    @Test
    void decide_whenTooManyTasksFailedAndThereIsAWayBack_goesBack() {
        assertThat(told(Scheduler.decide(failing(3, true)))).isEqualTo("fail, roll back");
    }

    @Test
    void decide_whenFewTasksFailed_goesOn() {
        assertThat(told(Scheduler.decide(failing(2, true)))).isEqualTo("start 1");
    }

    @Test
    void decide_whenTheDeploymentHasFailed_startsNothingAndLeavesTheOldOnes() {
        var service = service(2, 100, 200, FAILED, "o=GOOD o=GOOD n=BAD");

        assertThat(told(Scheduler.decide(service))).isEqualTo("unhealthy 2");
    }

    @Test
    void decide_whenTheDeploymentHasFailedAndFewerAreWanted_stopsThose() {
        assertThat(told(Scheduler.decide(service(1, 100, 200, FAILED, "o=GOOD n=GOOD n=STARTING"))))
                .isEqualTo("stop 2");
    }

    @Test
    void decide_whenTheDeploymentHasFailedAndNothingIsWanted_stopsEverything() {
        assertThat(told(Scheduler.decide(service(0, 100, 200, FAILED, "o=GOOD n=GOOD n=STOPPING"))))
                .isEqualTo("stop 1, stop 0");
    }

    @Test
    void decide_whenAnOlderDeploymentIsEmpty_dropsIt() {
        assertThat(told(Scheduler.decide(two(IN_PROGRESS, COMPLETED)))).isEqualTo("start 1, drop o");
    }

    @Test
    void decide_whenAnOlderDeploymentsTasksDrain_keepsIt() {
        var service = new ServiceView(
                1,
                100,
                200,
                false,
                false,
                false,
                false,
                List.of(new DeploymentView("n", COMPLETED, 0), new DeploymentView("o", COMPLETED, 0)),
                tasks("n=GOOD o=DRAINING"));

        assertThat(told(Scheduler.decide(service))).isEmpty();
        assertThat(Scheduler.isSettled(service)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        more are wanted in the middle       | 4 | o=GOOD o=GOOD n=GOOD n=STARTING            | start 2
        more, but there is room for some    | 3 | o=GOOD o=GOOD o=GOOD o=GOOD n=STARTING     | start 1, stop 0
        fewer are wanted in the middle      | 1 | o=GOOD o=GOOD n=WAITING n=STARTING         | stop 3, stop 0
        nothing is wanted in the middle     | 0 | o=GOOD n=STARTING                          | stop 1, stop 0
        """)
    void decide_whenTheDesiredCountChangesDuringADeployment_followsIt(
            String situation, int desired, String tasks, String expected) {
        assertThat(told(Scheduler.decide(service(desired, 100, 200, IN_PROGRESS, tasks))))
                .as(situation)
                .isEqualTo(expected);
    }

    @Test
    void decide_whenAFailedDeploymentIsBeingRolledBack_keepsItInSight() {
        assertThat(told(Scheduler.decide(two(IN_PROGRESS, FAILED)))).isEqualTo("start 1");
    }

    @Test
    void decide_whenAFailedDeploymentWasRolledBack_dropsIt() {
        assertThat(told(Scheduler.decide(two(COMPLETED, FAILED)))).isEqualTo("start 1, drop o");
    }

    @Test
    void decide_whenTheServiceIsDeleted_stopsEverythingAndThenEnds() {
        var deployments = List.of(new DeploymentView("n", COMPLETED, 0));
        var tasks = tasks("n=GOOD n=STARTING n=STOPPING");

        assertThat(told(Scheduler.decide(new ServiceView(0, 100, 200, true, true, true, false, deployments, tasks))))
                .isEqualTo("stop 0, stop 1");
        assertThat(told(Scheduler.decide(
                        new ServiceView(0, 100, 200, true, true, true, false, deployments, List.of()))))
                .isEqualTo("deactivate");
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "6, 3", "7, 4", "100, 50", "1000, 200"})
    void failureThreshold_whenDesired_isHalfWithinBounds(int desired, int threshold) {
        assertThat(Scheduler.failureThreshold(desired)).isEqualTo(threshold);
    }

    private static ServiceView failing(int failed, boolean rollback) {
        return new ServiceView(
                1,
                100,
                200,
                true,
                rollback,
                false,
                false,
                List.of(new DeploymentView("n", IN_PROGRESS, failed)),
                List.of());
    }

    private static ServiceView two(DeploymentRolloutState newest, DeploymentRolloutState older) {
        return new ServiceView(
                1,
                100,
                200,
                false,
                false,
                false,
                false,
                List.of(new DeploymentView("n", newest, 0), new DeploymentView("o", older, 0)),
                List.of());
    }

    private static ServiceView service(
            int desired, int minimum, int maximum, DeploymentRolloutState rollout, String tasks) {
        List<DeploymentView> deployments = new ArrayList<>();
        deployments.add(new DeploymentView("n", rollout, 0));
        // Kept in sight as long as it has failed, so that the table need not repeat when it is dropped.
        deployments.add(new DeploymentView("o", FAILED, 0));
        return new ServiceView(desired, minimum, maximum, false, false, false, false, deployments, tasks(tasks));
    }

    private static List<TaskView> tasks(String words) {
        List<TaskView> tasks = new ArrayList<>();
        for (String word : words.strip().split(" +", -1)) {
            if (!word.isEmpty()) {
                String[] parts = word.split("=", -1);
                tasks.add(new TaskView(Integer.toString(tasks.size()), parts[0], TaskCondition.valueOf(parts[1])));
            }
        }
        return tasks;
    }

    private static String told(List<Action> actions) {
        return actions.stream()
                .map(action -> switch (action) {
                    case Action.StartTasks start -> "start " + start.count();
                    case Action.StopTask stop ->
                        (stop.cause() == Action.Cause.UNHEALTHY ? "unhealthy " : "stop ") + stop.task();
                    case Action.CompleteDeployment _ -> "complete";
                    case Action.FailDeployment _ -> "fail";
                    case Action.RollBack _ -> "roll back";
                    case Action.DropDeployment drop -> "drop " + drop.deployment();
                    case Action.Deactivate _ -> "deactivate";
                })
                .collect(Collectors.joining(", "));
    }
}
