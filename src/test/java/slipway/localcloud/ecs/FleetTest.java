package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ecs.model.Task;

@NullMarked
class FleetTest {
    @TempDir
    Path folder;

    private final ManualTimer timer = new ManualTimer();
    private final CloudClock clock = new CloudClock(timer, timer, 10, timer.instant());

    @Test
    void forgetOldTasks_whenATaskStoppedAnHourAgoByTheCloudsClock_forgetsIt() {
        var fleet = fleet();
        stop(fleet, "arn:old");
        timer.advance(Duration.ofMinutes(3));
        stop(fleet, "arn:young");

        // Six minutes are an hour here.
        timer.advance(Duration.ofMinutes(3).plusSeconds(1));
        fleet.forgetOldTasks();

        assertThat(fleet.tasks()).extracting(TaskState::arn).containsExactly("arn:young");
    }

    @Test
    void open_whenATaskHadStoppedLessThanAnHourBefore_stillHasIt() {
        var before = fleet();
        stop(before, "arn:task");
        before.save();
        timer.advance(Duration.ofMinutes(5));

        var fleet = fleet();
        fleet.forgetOldTasks();

        assertThat(fleet.tasks()).extracting(TaskState::arn).containsExactly("arn:task");
    }

    private Fleet fleet() {
        return new Fleet(Place.LOCAL, clock, new StateFolder(folder));
    }

    private void stop(Fleet fleet, String arn) {
        fleet.add(new TaskState(Task.builder()
                .taskArn(arn)
                .lastStatus("STOPPED")
                .desiredStatus("STOPPED")
                .stoppedAt(clock.instant())
                .build()));
    }
}
