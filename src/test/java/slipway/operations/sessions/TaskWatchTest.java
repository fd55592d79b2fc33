package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.operations.sessions.SessionCloud.DEV;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.async.Cancellable;
import slipway.async.ManualTimer;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.model.SessionTaskNews.State;
import slipway.operations.WatchedCloud;

/** What becomes of the tasks that sessions are on. */
class TaskWatchTest {
    private static final Duration A_LOOK = Duration.ofSeconds(1);

    private final SessionCloud dev = new SessionCloud().service("dev-api-blue");
    private final WatchedCloud cloud = new WatchedCloud(dev.cloud);
    private final ManualTimer timer = new ManualTimer();
    private final TaskFinder finder = new TaskFinder(dev.cloud);
    private final TaskWatch watch = new TaskWatch(cloud, timer, finder);
    private final List<SessionTaskNews> news = new ArrayList<>();

    private SessionTask task(String id) {
        dev.task("dev-api-blue", id, 1, task -> {}).healthy("dev-api-blue", id);
        return finder.byId(DEV, id, Optional.empty(), Optional.empty());
    }

    private int looks() {
        return cloud.calls.getOrDefault("describeTasks", 0);
    }

    @Test
    void watch_tellsEachChangeOnce_withAReplica() {
        SessionTask abc = task("abc");
        task("other");
        watch.watch(abc, news::add);
        timer.advance(A_LOOK);
        assertThat(news).isEmpty();

        dev.change("abc", task -> task.desiredStatus("STOPPED").stoppedReason("Scaling activity"));
        timer.advance(A_LOOK.multipliedBy(3));

        assertThat(news).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(State.DRAINING);
            assertThat(told.words()).isEqualTo("Task abc is being stopped: Scaling activity.");
            assertThat(told.replica().map(SessionTask::id)).contains("other");
        });

        dev.change("abc", task -> task.lastStatus("STOPPED"));
        timer.advance(A_LOOK);
        dev.cloud.tasks.removeIf(task -> task.taskArn().endsWith("/abc"));
        timer.advance(A_LOOK);

        assertThat(news).extracting(SessionTaskNews::state).containsExactly(State.DRAINING, State.STOPPED, State.GONE);
    }

    @Test
    void watch_tellsThatAContainerWasRestartedInPlace() {
        watch.watch(task("abc"), news::add);

        dev.change("abc", task -> task.containers(SessionCloud.container("dev-api-blue", "abc-2", "PENDING", "")));
        timer.advance(A_LOOK);

        assertThat(news).extracting(SessionTaskNews::state).containsExactly(State.RESTARTED);
        assertThat(news.getFirst().replica()).isEmpty();
    }

    @Test
    void lookAt_whenTheContainerHasEnded_saysSo_beforeItIsRestarted() {
        SessionTask abc = task("abc");
        task("other");
        assertThat(watch.lookAt(abc)).isEmpty();

        dev.change(
                "abc", task -> task.containers(SessionCloud.container("dev-api-blue", abc.runtimeId(), "STOPPED", "")));

        assertThat(watch.lookAt(abc)).hasValueSatisfying(told -> {
            assertThat(told.state()).isEqualTo(State.ENDED);
            assertThat(told.words()).isEqualTo("The container of task abc has ended.");
            assertThat(told.replica().map(SessionTask::id)).contains("other");
        });

        dev.change("abc", task -> task.desiredStatus("STOPPED"));

        assertThat(watch.lookAt(abc)).map(SessionTaskNews::state).contains(State.ENDED);
    }

    @Test
    void watch_asksOnceForAllSessions_andNotWithoutAny() {
        timer.advance(A_LOOK.multipliedBy(3));
        assertThat(looks()).isZero();

        SessionTask abc = task("abc");
        Cancellable one = watch.watch(abc, news::add);
        Cancellable two = watch.watch(abc, news::add);
        Cancellable three = watch.watch(task("def"), news::add);
        timer.advance(A_LOOK);
        assertThat(looks()).isEqualTo(1);

        one.cancel();
        two.cancel();
        timer.advance(A_LOOK);
        assertThat(looks()).isEqualTo(2);

        three.cancel();
        timer.advance(A_LOOK.multipliedBy(3));
        assertThat(looks()).isEqualTo(2);

        watch.watch(abc, news::add);
        timer.advance(A_LOOK);
        assertThat(looks()).isEqualTo(3);
    }

    @Test
    void watch_goesOn_whenALookFails() {
        watch.watch(task("abc"), news::add);
        cloud.denied.add("describeTasks");
        timer.advance(A_LOOK);
        cloud.denied.clear();
        dev.cloud.tasks.clear();

        timer.advance(A_LOOK);

        assertThat(news).extracting(SessionTaskNews::state).containsExactly(State.GONE);
    }
}
