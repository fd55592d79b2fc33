package slipway.localcloud.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.localcloud.elbv2.Balancing.forward;
import static slipway.localcloud.elbv2.Balancing.path;
import static slipway.localcloud.elbv2.Balancing.target;
import static slipway.localcloud.elbv2.Balancing.weight;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.http.RawTarget;

/** What becomes of a target that leaves, and of a group whose targets are not well. */
@Timeout(60)
class TargetDrainingTest {
    @TempDir
    Path folder;

    private Balancing cloud;
    private Balancing.Site site;
    private String group;

    @BeforeEach
    void start() {
        cloud = new Balancing(folder);
        site = cloud.createSite("api");
        group = cloud.createGroup("api-blue");
        cloud.setAttribute(group, "deregistration_delay.timeout_seconds", "30");
        cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(group, 1)));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void deregister_when_in_use_drains_until_the_delay_is_over() throws Exception {
        try (var target = RawTarget.answering(200, "OK")) {
            cloud.register(group, target);
            cloud.check(0);

            deregister(target);

            assertThat(cloud.state(group, target)).isEqualTo("draining");
            assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Target.DeregistrationInProgress");
            cloud.timer.advance(Duration.ofMillis(2999));
            assertThat(cloud.state(group, target)).isEqualTo("draining");
            cloud.timer.advance(Duration.ofMillis(1));
            assertThat(cloud.state(group, target)).isEqualTo("unused");
            assertThat(target.requests()).as("a draining target is not checked").hasSize(1);
        }
    }

    @Test
    void register_when_target_drains_begins_anew() throws Exception {
        try (var target = RawTarget.answering(200, "OK")) {
            cloud.register(group, target);
            cloud.check(0);
            deregister(target);

            cloud.register(group, target);
            assertThat(cloud.state(group, target)).isEqualTo("initial");
            cloud.timer.advance(Duration.ofMinutes(10));

            assertThat(cloud.state(group, target)).isEqualTo("healthy");
        }
    }

    @Test
    void deregister_when_a_request_is_under_way_drains_until_it_has_ended() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var target = slow(arrived, release)) {
            cloud.register(group, target);
            cloud.check(0);
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> body("/slow"));
            await(arrived);

            deregister(target);
            cloud.timer.advance(Duration.ofSeconds(29));
            assertThat(cloud.state(group, target)).as("3 s are the delay").isEqualTo("draining");
            release.countDown();

            assertThat(slow.get()).isEqualTo("done");
            while (cloud.state(group, target).equals("draining")) {
                cloud.timer.advance(Duration.ofMillis(1));
            }
            assertThat(cloud.state(group, target)).isEqualTo("unused");
        }
    }

    @Test
    void deregister_when_a_request_outlives_the_delay_by_the_wall_lets_it_end_unseen() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var target = slow(arrived, release)) {
            cloud.register(group, target);
            cloud.check(0);
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> body("/slow"));
            await(arrived);

            deregister(target);
            cloud.timer.advance(Duration.ofSeconds(31));

            assertThat(cloud.state(group, target)).isEqualTo("unused");
            release.countDown();
            assertThat(slow.get()).isEqualTo("done");
        }
    }

    @Test
    void deregister_when_it_was_the_only_healthy_one_sends_requests_to_the_unhealthy() throws Exception {
        try (var healthy = RawTarget.answering(200, "healthy");
                var unhealthy = RawTarget.answering(500, "unhealthy")) {
            cloud.register(group, healthy, unhealthy);
            cloud.check(2);
            assertThat(body("/")).isEqualTo("healthy");

            deregister(healthy);

            assertThat(body("/")).isEqualTo("unhealthy");
        }
    }

    @Test
    void deregister_when_no_other_target_is_there_answers_503() throws Exception {
        try (var target = RawTarget.answering(200, "OK")) {
            cloud.register(group, target);
            cloud.check(0);

            deregister(target);

            assertThat(cloud.get(site.address(), "/").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void request_when_no_target_is_healthy_goes_to_all() throws Exception {
        try (var one = RawTarget.answering(500, "one");
                var two = RawTarget.answering(500, "two")) {
            cloud.register(group, one, two);
            cloud.check(2);

            assertThat(body("/") + body("/")).contains("one", "two");
        }
    }

    @Test
    void request_when_fewer_are_healthy_than_the_group_wants_goes_to_all() throws Exception {
        try (var healthy = RawTarget.answering(200, "one");
                var unhealthy = RawTarget.answering(500, "two")) {
            cloud.register(group, healthy, unhealthy);
            cloud.check(2);
            assertThat(body("/") + body("/")).isEqualTo("oneone");

            cloud.setAttribute(group, LeastHealthy.PERCENTAGE, "51");

            assertThat(body("/") + body("/")).contains("one", "two");
        }
    }

    /** Answers its health checks at once, and everything else when it is released. */
    private static RawTarget slow(CountDownLatch arrived, CountDownLatch release) throws IOException {
        return new RawTarget((connection, request, number) -> {
            if (!request.startsWith("GET /healthcheck")) {
                arrived.countDown();
                await(release);
            }
            RawTarget.write(connection, 200, "done");
            return true;
        });
    }

    private void deregister(RawTarget target) {
        cloud.elb.deregisterTargets(request -> request.targetGroupArn(group).targets(target(target)));
    }

    private String body(String path) {
        try {
            return cloud.get(site.address(), path).body();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
