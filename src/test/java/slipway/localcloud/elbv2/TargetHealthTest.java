package slipway.localcloud.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.localcloud.elbv2.Balancing.forward;
import static slipway.localcloud.elbv2.Balancing.path;
import static slipway.localcloud.elbv2.Balancing.weight;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.http.RawTarget;

@Timeout(60)
class TargetHealthTest {
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
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void health_when_no_rule_names_the_group_is_unused() throws Exception {
        try (var target = RawTarget.answering(200, "OK")) {
            cloud.register(group, target);
            cloud.check(3);

            assertThat(cloud.state(group, target)).isEqualTo("unused");
            assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Target.NotInUse");
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void health_when_target_is_not_registered_says_so() throws Exception {
        use();
        try (var target = RawTarget.answering(200, "OK")) {
            assertThat(cloud.state(group, target)).isEqualTo("unused");
            assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Target.NotRegistered");
        }
    }

    @Test
    void health_when_first_check_succeeds_is_healthy_after_one() throws Exception {
        use();
        try (var target = RawTarget.answering(200, "OK")) {
            cloud.register(group, target);
            assertThat(cloud.state(group, target)).isEqualTo("initial");
            assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Elb.RegistrationInProgress");
            assertThat(cloud.health(group, target).description()).isEqualTo("Target registration is in progress");

            cloud.check(0);

            assertThat(cloud.state(group, target)).isEqualTo("healthy");
            assertThat(cloud.health(group, target).reason()).isNull();
            assertThat(target.requests().getFirst()).startsWith("GET /healthcheck HTTP/1.1");
        }
    }

    @Test
    void health_when_rule_comes_after_the_target_is_checked_from_then_on() throws Exception {
        try (var target = RawTarget.answering(200, "OK")) {
            cloud.register(group, target);
            use();
            assertThat(cloud.state(group, target)).isEqualTo("initial");

            cloud.check(0);

            assertThat(cloud.state(group, target)).isEqualTo("healthy");
        }
    }

    @Test
    void health_when_code_mismatches_is_unhealthy_after_the_threshold() throws Exception {
        use();
        try (var target = RawTarget.answering(500, "no")) {
            cloud.register(group, target);
            cloud.check(1);
            assertThat(cloud.state(group, target)).isEqualTo("initial");
            assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Elb.InitialHealthChecking");
            assertThat(cloud.health(group, target).description()).isEqualTo("Initial health checks in progress");

            cloud.check(1);

            assertThat(cloud.state(group, target)).isEqualTo("unhealthy");
            assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Target.ResponseCodeMismatch");
            assertThat(cloud.health(group, target).description())
                    .isEqualTo("Health checks failed with these codes: [500]");
        }
    }

    @Test
    void health_when_target_recovers_needs_the_healthy_threshold() throws Exception {
        use();
        var status = new AtomicInteger(500);
        try (var target = new RawTarget((connection, request, number) -> {
            RawTarget.write(connection, status.get(), "");
            return true;
        })) {
            cloud.register(group, target);
            cloud.check(2);
            assertThat(cloud.state(group, target)).isEqualTo("unhealthy");
            status.set(200);

            cloud.check(1);
            assertThat(cloud.state(group, target)).isEqualTo("unhealthy");
            cloud.check(1);
            assertThat(cloud.state(group, target)).isEqualTo("healthy");
        }
    }

    @Test
    void health_when_a_healthy_target_fails_once_stays_healthy() throws Exception {
        use();
        var status = new AtomicInteger(200);
        try (var target = new RawTarget((connection, request, number) -> {
            RawTarget.write(connection, status.get(), "");
            return true;
        })) {
            cloud.register(group, target);
            cloud.check(0);
            status.set(500);
            cloud.check(2);
            assertThat(cloud.state(group, target)).isEqualTo("healthy");
            status.set(200);
            cloud.check(1);
            status.set(500);

            cloud.check(2);

            assertThat(cloud.state(group, target)).isEqualTo("healthy");
        }
    }

    @Test
    void health_when_nothing_listens_names_failed_checks() throws Exception {
        use();
        var target = RawTarget.answering(200, "OK");
        target.close();
        cloud.register(group, target);

        cloud.check(2);

        assertThat(cloud.state(group, target)).isEqualTo("unhealthy");
        assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Target.FailedHealthChecks");
    }

    @Test
    void health_when_interval_is_not_over_is_not_checked_again() throws Exception {
        use();
        try (var target = RawTarget.answering(200, "OK")) {
            cloud.register(group, target);
            cloud.check(0);

            cloud.timer.advance(Duration.ofMillis(1499));
            assertThat(target.requests()).hasSize(1);
            cloud.timer.advance(Duration.ofMillis(1));
            assertThat(target.requests()).as("15 s are 1.5 s at a clock of ten").hasSize(2);
        }
    }

    @Test
    void health_when_matcher_is_a_range_takes_its_codes() throws Exception {
        use();
        cloud.elb.modifyTargetGroup(
                request -> request.targetGroupArn(group).matcher(matcher -> matcher.httpCode("200,302-303")));
        try (var target = RawTarget.answering(303, "")) {
            cloud.register(group, target);

            cloud.check(0);

            assertThat(cloud.state(group, target)).isEqualTo("healthy");
        }
    }

    @Test
    void health_when_target_is_silent_times_out() throws Exception {
        use();
        cloud.elb.modifyTargetGroup(request ->
                request.targetGroupArn(group).healthCheckTimeoutSeconds(2).unhealthyThresholdCount(2));
        var done = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            await(done);
            return false;
        })) {
            cloud.register(group, target);

            cloud.check(1);

            assertThat(cloud.state(group, target)).isEqualTo("unhealthy");
            assertThat(cloud.health(group, target).reasonAsString()).isEqualTo("Target.Timeout");
            assertThat(cloud.health(group, target).description()).isEqualTo("Request timed out");
            done.countDown();
        }
    }

    @Test
    void health_when_checks_shall_be_disabled_is_refused_as_for_every_ip_target() {
        assertThatThrownBy(() -> cloud.elb.modifyTargetGroup(
                        request -> request.targetGroupArn(group).healthCheckEnabled(false)))
                .hasMessageContaining("Health checks of targets of type 'ip' cannot be disabled");
    }

    private void use() {
        cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(group, 0)));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
