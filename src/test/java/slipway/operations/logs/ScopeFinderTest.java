package slipway.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.LogScope;
import slipway.model.LogSource;
import slipway.operations.FakeCloud;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.model.Task;

class ScopeFinderTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");

    private final FakeLogGroups logs = new FakeLogGroups();
    private final FakeCloud cloud = new FakeCloud(new Target.Local(), new NoEcr());
    private final ScopeFinder finder = new ScopeFinder(cloud);

    @BeforeEach
    void run() {
        cloud.logs = Optional.of(logs);
        task("9c41e7d0a20", "dev-api-blue", "RUNNING");
        task("9c4ff0b1c31", "dev-client-green", "RUNNING");
        task("77b1c6aa3b2", "dev-redis", "STOPPED");
    }

    @Test
    void service_isFoundByItsName() {
        assertThat(finder.ofService(DEV, "dev-api-green").services()).containsExactly("dev-api-green");
    }

    @Test
    void service_isRefusedWithThoseThatThereAre_whenItIsNone() {
        assertThatThrownBy(() -> finder.ofService(DEV, "dev-web"))
                .hasMessageContaining(
                        "Environment dev has no service dev-web. Its services are dev-client-blue, dev-client-green,"
                                + " dev-api-blue, dev-api-green, dev-redis.");
    }

    @Test
    void task_isFoundByItsBeginning() {
        LogScope scope = finder.ofTask(DEV, "9c41", Optional.empty());

        assertThat(scope.services()).containsExactly("dev-api-blue");
        assertThat(scope.task()).isEqualTo("9c41e7d0a20");
    }

    @Test
    void task_isFound_whenItHasStopped() {
        assertThat(finder.ofTask(DEV, "77b1c6", Optional.empty()).source()).isEqualTo(LogSource.REDIS);
    }

    @Test
    void task_isFoundByItsLog_whenEcsHasForgottenIt() {
        logs.write("/dev/api-green", "5d02ab94e01", 0, "long ago");

        LogScope scope = finder.ofTask(DEV, "5d02", Optional.empty());

        assertThat(scope.services()).containsExactly("dev-api-green");
        assertThat(scope.task()).isEqualTo("5d02ab94e01");
    }

    @Test
    void task_isLookedForInItsTier() {
        assertThat(finder.ofTask(DEV, "9c4", Optional.of(LogScope.of(DEV, LogSource.CLIENT)))
                        .task())
                .isEqualTo("9c4ff0b1c31");
    }

    @Test
    void task_isRefused_whenSeveralBeginLikeThat() {
        assertThatThrownBy(() -> finder.ofTask(DEV, "9c4", Optional.empty()))
                .hasMessageContaining(
                        "Several tasks of dev begin with 9c4: 9c41e7d0a20, 9c4ff0b1c31. Give more of the id.");
    }

    @Test
    void task_isRefused_whenThereIsNone() {
        assertThatThrownBy(() -> finder.ofTask(DEV, "ffff", Optional.of(LogScope.of(DEV, LogSource.API))))
                .hasMessageContaining("There is no task ffff of api in dev. slipway status lists the tasks that run");
    }

    private void task(String id, String service, String status) {
        cloud.tasks.add(Task.builder()
                .taskArn("arn:aws:ecs:eu-west-1:000000000000:task/dev/" + id)
                .group("service:" + service)
                .desiredStatus(status)
                .lastStatus(status)
                .build());
    }

    private static final class NoEcr implements EcrClient {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
