package slipway.localcloud.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.localcloud.elbv2.Balancing.fixed;
import static slipway.localcloud.elbv2.Balancing.forward;
import static slipway.localcloud.elbv2.Balancing.header;
import static slipway.localcloud.elbv2.Balancing.path;
import static slipway.localcloud.elbv2.Balancing.target;
import static slipway.localcloud.elbv2.Balancing.weight;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.http.RawTarget;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

@Timeout(60)
class RoutingTest {
    @TempDir
    Path folder;

    private Balancing cloud;
    private Balancing.Site site;
    private String blue;
    private String green;

    @BeforeEach
    void start() {
        cloud = new Balancing(folder);
        site = cloud.createSite("api");
        blue = cloud.createGroup("api-blue");
        green = cloud.createGroup("api-green");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void request_when_no_rule_matches_gets_the_default_action() throws Exception {
        cloud.createRule(site.listenerArn(), 10, path("/api/*"), fixed("200", "api"));

        assertThat(cloud.get(site.address(), "/").statusCode()).isEqualTo(503);
        assertThat(cloud.get(site.address(), "/").body()).isEqualTo("not yet");
        assertThat(cloud.get(site.address(), "/api/x").body()).isEqualTo("api");
    }

    @Test
    void request_when_several_rules_match_obeys_the_lowest_priority() throws Exception {
        cloud.createRule(site.listenerArn(), 1000, path("/*"), fixed("200", "all"));
        cloud.createRule(site.listenerArn(), 10, header("X-Colour", "blue-*"), fixed("200", "probe"));

        assertThat(cloud.get(site.address(), "/").body()).isEqualTo("all");
        assertThat(cloud.get(site.address(), "/", "x-colour", "BLUE-secret").body())
                .isEqualTo("probe");
        assertThat(cloud.get(site.address(), "/", "x-colour", "green-secret").body())
                .isEqualTo("all");
    }

    @Test
    void request_when_host_condition_matches_obeys_it() throws Exception {
        cloud.createRule(
                site.listenerArn(),
                10,
                RuleCondition.builder().field("host-header").values("127.*").build(),
                fixed("200", "by host"));

        assertThat(cloud.get(site.address(), "/").body()).isEqualTo("by host");
    }

    @Test
    void request_when_query_condition_matches_obeys_it() throws Exception {
        cloud.createRule(
                site.listenerArn(),
                10,
                RuleCondition.builder()
                        .field("query-string")
                        .queryStringConfig(config -> config.values(QueryStringKeyValuePair.builder()
                                .key("n")
                                .value("1?")
                                .build()))
                        .build(),
                fixed("200", "two digits"));

        assertThat(cloud.get(site.address(), "/?n=13").body()).isEqualTo("two digits");
        assertThat(cloud.get(site.address(), "/?n=3").statusCode()).isEqualTo(503);
    }

    @Test
    void request_when_rule_redirects_gets_the_filled_location() throws Exception {
        cloud.elb.createRule(request -> request.listenerArn(site.listenerArn())
                .priority(1)
                .conditions(path("/*"))
                .actions(Action.builder()
                        .type(ActionTypeEnum.REDIRECT)
                        .redirectConfig(redirect -> redirect.protocol("HTTPS")
                                .port("443")
                                .statusCode(RedirectActionStatusCodeEnum.HTTP_301))
                        .build()));

        var answer = cloud.get(site.address(), "/a?n=3");

        assertThat(answer.statusCode()).isEqualTo(301);
        String host = site.address().substring(0, site.address().indexOf(':'));
        assertThat(answer.headers().firstValue("Location")).contains("https://" + host + "/a?n=3");
    }

    @Test
    void request_when_groups_are_weighted_are_drawn_by_weight() throws Exception {
        try (var one = RawTarget.answering(200, "blue");
                var two = RawTarget.answering(200, "green")) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 90), weight(green, 10)));
            cloud.register(blue, one);
            cloud.register(green, two);
            cloud.check(0);

            int greens = 0;
            for (int request = 0; request < 1000; request++) {
                greens += cloud.get(site.address(), "/").body().equals("green") ? 1 : 0;
            }

            // Four standard deviations of a fair draw; the seed makes it the same each time.
            assertThat(greens).isBetween(100 - 38, 100 + 38);
            assertThat(cloud.elb.traffic(blue).orElseThrow().requests()).isEqualTo(1000 - greens);
            assertThat(cloud.elb
                            .traffic(site.balancer().loadBalancerArn())
                            .orElseThrow()
                            .targetClasses()
                            .get(2))
                    .isEqualTo(1000);
        }
    }

    @Test
    void request_when_drawn_group_is_unhealthy_is_not_moved_to_the_other() throws Exception {
        try (var sick = new RawTarget((connection, request, number) -> {
                    RawTarget.write(connection, request.contains("/healthcheck") ? 500 : 200, "sick");
                    return true;
                });
                var well = RawTarget.answering(200, "well")) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 999), weight(green, 0)));
            cloud.register(blue, sick);
            cloud.register(green, well);
            cloud.check(2);
            assertThat(cloud.state(blue, sick)).isEqualTo("unhealthy");

            assertThat(cloud.get(site.address(), "/").body())
                    .as("a group fails open")
                    .isEqualTo("sick");
        }
    }

    @Test
    void request_when_group_has_healthy_targets_avoids_the_others() throws Exception {
        try (var sick = RawTarget.answering(500, "sick");
                var well = RawTarget.answering(200, "well")) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
            cloud.register(blue, sick, well);
            cloud.check(2);

            for (int request = 0; request < 10; request++) {
                assertThat(cloud.get(site.address(), "/").body()).isEqualTo("well");
            }
        }
    }

    @Test
    void request_when_group_is_empty_gets_503() throws Exception {
        cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 100), weight(green, 0)));

        assertThat(cloud.get(site.address(), "/").statusCode()).isEqualTo(503);
        assertThat(cloud.get(site.address(), "/").body()).doesNotContain("not yet");
    }

    @Test
    void request_when_every_weight_is_zero_gets_503() throws Exception {
        try (var target = RawTarget.answering(200, "blue")) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 0), weight(green, 0)));
            cloud.register(blue, target);
            cloud.check(0);

            assertThat(cloud.get(site.address(), "/").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void request_when_weights_are_modified_obeys_at_once() throws Exception {
        try (var one = RawTarget.answering(200, "blue");
                var two = RawTarget.answering(200, "green")) {
            Rule rule = cloud.createRule(
                    site.listenerArn(), 1000, path("/*"), forward(weight(blue, 100), weight(green, 0)));
            cloud.register(blue, one);
            cloud.register(green, two);
            cloud.check(0);
            assertThat(cloud.get(site.address(), "/").body()).isEqualTo("blue");

            cloud.elb.modifyRule(
                    request -> request.ruleArn(rule.ruleArn()).actions(forward(weight(blue, 0), weight(green, 100))));

            assertThat(cloud.get(site.address(), "/").body()).isEqualTo("green");
        }
    }

    @Test
    void request_when_targets_are_equal_goes_round() throws Exception {
        try (var one = RawTarget.answering(200, "one");
                var two = RawTarget.answering(200, "two")) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
            cloud.register(blue, one, two);
            cloud.check(0);

            String first = cloud.get(site.address(), "/").body();
            String second = cloud.get(site.address(), "/").body();

            assertThat(first).isNotEqualTo(second);
        }
    }

    @Test
    void request_when_a_target_is_busy_goes_to_the_least_outstanding() throws Exception {
        cloud.setAttribute(blue, "load_balancing.algorithm.type", "least_outstanding_requests");
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        RawTarget.Behaviour slowWhenAsked = (connection, request, number) -> {
            if (request.startsWith("GET /slow")) {
                arrived.countDown();
                await(release);
            }
            RawTarget.write(connection, 200, String.valueOf(connection.getLocalPort()));
            return true;
        };
        try (var one = new RawTarget(slowWhenAsked);
                var two = new RawTarget(slowWhenAsked)) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
            cloud.register(blue, one, two);
            cloud.check(0);
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> body("/slow"));
            await(arrived);

            String busy = one.requests().stream().anyMatch(request -> request.startsWith("GET /slow"))
                    ? String.valueOf(one.port())
                    : String.valueOf(two.port());
            for (int request = 0; request < 5; request++) {
                assertThat(body("/")).isNotEqualTo(busy);
            }
            release.countDown();
            assertThat(slow.get()).isEqualTo(busy);
        }
    }

    @Test
    void request_when_its_target_drains_still_ends_there() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var leaving = new RawTarget((connection, request, number) -> {
                    if (request.startsWith("GET /slow")) {
                        arrived.countDown();
                        await(release);
                    }
                    RawTarget.write(connection, 200, "leaving");
                    return true;
                });
                var staying = RawTarget.answering(200, "staying")) {
            cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
            cloud.register(blue, leaving);
            cloud.check(0);
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> body("/slow"));
            await(arrived);
            cloud.register(blue, staying);
            cloud.check(0);

            cloud.elb.deregisterTargets(request -> request.targetGroupArn(blue).targets(target(leaving)));

            for (int request = 0; request < 4; request++) {
                assertThat(body("/")).isEqualTo("staying");
            }
            release.countDown();
            assertThat(slow.get()).isEqualTo("leaving");
        }
    }

    @Test
    void traffic_when_target_refuses_counts_balancer_error_of_the_group() throws Exception {
        var gone = RawTarget.answering(200, "");
        gone.close();
        cloud.createRule(site.listenerArn(), 1000, path("/*"), forward(weight(blue, 1)));
        cloud.register(blue, gone);

        assertThat(cloud.get(site.address(), "/").statusCode()).isEqualTo(502);

        var reading = cloud.elb.traffic(blue).orElseThrow();
        assertThat(reading.connectionErrors()).isEqualTo(1);
        assertThat(reading.targetClasses().get(5)).isZero();
        assertThat(cloud.elb.traffic("arn:none")).isEmpty();
    }

    private String body(String path) {
        try {
            return cloud.get(site.address(), path).body();
        } catch (Exception failed) {
            throw new AssertionError(failed);
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
