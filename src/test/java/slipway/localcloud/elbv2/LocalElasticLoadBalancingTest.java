package slipway.localcloud.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.localcloud.elbv2.Balancing.fixed;
import static slipway.localcloud.elbv2.Balancing.forward;
import static slipway.localcloud.elbv2.Balancing.path;
import static slipway.localcloud.elbv2.Balancing.weight;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

@Timeout(60)
class LocalElasticLoadBalancingTest {
    private static final String NO_RULE =
            "arn:aws:elasticloadbalancing:eu-west-1:000000000000:listener-rule/app/x/0/0/0";

    @TempDir
    Path folder;

    private Balancing cloud;
    private LocalElasticLoadBalancing elb;

    @BeforeEach
    void start() {
        cloud = new Balancing(folder);
        elb = cloud.elb;
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void arns_when_things_are_created_have_the_services_form() {
        Balancing.Site site = cloud.createSite("web");
        Rule rule = cloud.createRule(site.listenerArn(), 5, path("/x"), fixed("200", ""));
        String prefix = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:";

        assertThat(site.balancer().loadBalancerArn()).matches(prefix + "loadbalancer/app/web/[0-9a-f]{16}");
        assertThat(site.listenerArn()).matches(prefix + "listener/app/web/[0-9a-f]{16}/[0-9a-f]{16}");
        assertThat(rule.ruleArn())
                .matches(prefix + "listener-rule/app/web/[0-9a-f]{16}/[0-9a-f]{16}/[0-9a-f]{16}")
                .startsWith(site.listenerArn().replace(":listener/", ":listener-rule/"));
        assertThat(cloud.createGroup("blue")).matches(prefix + "targetgroup/blue/[0-9a-f]{16}");
    }

    @Test
    void createLoadBalancer_when_internet_facing_is_at_localhost() throws Exception {
        LoadBalancer balancer = cloud.createBalancer("public", LoadBalancerSchemeEnum.INTERNET_FACING);
        cloud.createListener(balancer.loadBalancerArn(), 80);

        assertThat(balancer.dnsName()).startsWith("localhost:");
        assertThat(cloud.get(balancer.dnsName(), "/").body()).isEqualTo("not yet");
        assertThat(cloud.get(balancer.dnsName().replace("localhost", "127.0.0.1"), "/")
                        .body())
                .isEqualTo("not yet");
    }

    @Test
    void createLoadBalancer_when_second_is_internet_facing_gets_another_port() {
        LoadBalancer first = cloud.createBalancer("first", LoadBalancerSchemeEnum.INTERNET_FACING);
        LoadBalancer second = cloud.createBalancer("second", LoadBalancerSchemeEnum.INTERNET_FACING);

        assertThat(port(second)).isGreaterThan(port(first));
    }

    @Test
    void createLoadBalancer_when_internal_has_an_address_of_its_own() {
        LoadBalancer one = cloud.createBalancer("one", LoadBalancerSchemeEnum.INTERNAL);
        LoadBalancer two = cloud.createBalancer("two", LoadBalancerSchemeEnum.INTERNAL);

        assertThat(one.dnsName()).matches("127\\.\\d+\\.\\d+\\.\\d+:8080");
        assertThat(two.dnsName()).matches("127\\.\\d+\\.\\d+\\.\\d+:8080").isNotEqualTo(one.dnsName());
    }

    @Test
    void createLoadBalancer_when_repeated_answers_the_same() {
        LoadBalancer first = cloud.createBalancer("web", LoadBalancerSchemeEnum.INTERNAL);

        assertThat(cloud.createBalancer("web", LoadBalancerSchemeEnum.INTERNAL)).isEqualTo(first);
        refused("DuplicateLoadBalancerName", () -> cloud.createBalancer("web", LoadBalancerSchemeEnum.INTERNET_FACING));
    }

    @Test
    void createLoadBalancer_when_wrong_says_what() {
        refused("ValidationError", () -> cloud.createBalancer("internal-x", LoadBalancerSchemeEnum.INTERNAL))
                .hasMessageContaining("internal-x");
        refused(
                        "ValidationError",
                        () -> elb.createLoadBalancer(
                                request -> request.name("web").subnets("subnet-a")))
                .hasMessageContaining("At least two subnets");
        refused(
                        "ValidationError",
                        () -> elb.createLoadBalancer(
                                request -> request.name("web").type("network").subnets("subnet-a", "subnet-b")))
                .hasMessageContaining("network");
    }

    @Test
    void createListener_when_https_is_refused_with_the_way_out() {
        LoadBalancer balancer = cloud.createBalancer("web", LoadBalancerSchemeEnum.INTERNAL);

        refused(
                        "UnsupportedProtocol",
                        () -> elb.createListener(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                                .port(443)
                                .protocol(ProtocolEnum.HTTPS)
                                .defaultActions(fixed("503", ""))))
                .hasMessageContaining("does not terminate TLS");
    }

    @Test
    void createListener_when_port_is_taken_is_refused() {
        Balancing.Site site = cloud.createSite("web");

        refused("DuplicateListener", () -> cloud.createListener(site.balancer().loadBalancerArn(), 80));
    }

    @Test
    void createListener_when_port_is_another_is_served_there() throws Exception {
        Balancing.Site site = cloud.createSite("web");
        String address = site.address().replace(":8080", "");
        cloud.createListener(site.balancer().loadBalancerArn(), 9090);

        assertThat(cloud.get(address + ":9090", "/").body()).isEqualTo("not yet");
    }

    @Test
    void modifyListener_when_default_action_changes_obeys_at_once() throws Exception {
        Balancing.Site site = cloud.createSite("web");

        elb.modifyListener(request -> request.listenerArn(site.listenerArn()).defaultActions(fixed("404", "nothing")));

        assertThat(cloud.get(site.address(), "/").statusCode()).isEqualTo(404);
        assertThat(rules(site).getLast().isDefault()).isTrue();
        assertThat(rules(site)
                        .getLast()
                        .actions()
                        .getFirst()
                        .fixedResponseConfig()
                        .statusCode())
                .isEqualTo("404");
    }

    @Test
    void deleteListener_when_done_leaves_the_port_silent() throws Exception {
        Balancing.Site site = cloud.createSite("web");

        elb.deleteListener(request -> request.listenerArn(site.listenerArn()));

        assertThat(cloud.get(site.address(), "/").body()).doesNotContain("not yet");
        refused("ListenerNotFound", () -> elb.describeListeners(request -> request.listenerArns(site.listenerArn())));
    }

    @Test
    void describeRules_when_listed_are_in_order_with_the_default_last() {
        Balancing.Site site = cloud.createSite("web");
        cloud.createRule(site.listenerArn(), 1000, path("/*"), fixed("200", ""));
        cloud.createRule(site.listenerArn(), 20, path("/b"), fixed("200", ""));

        assertThat(rules(site)).extracting(Rule::priority).containsExactly("20", "1000", "default");
    }

    @Test
    void describeRules_when_paged_gives_each_once() {
        Balancing.Site site = cloud.createSite("web");
        for (int priority = 1; priority <= 4; priority++) {
            cloud.createRule(site.listenerArn(), priority, path("/" + priority), fixed("200", ""));
        }

        DescribeRulesResponse first = elb.describeRules(
                request -> request.listenerArn(site.listenerArn()).pageSize(2));
        assertThat(first.rules()).extracting(Rule::priority).containsExactly("1", "2");
        assertThat(first.nextMarker()).isNotNull();

        assertThat(
                        elb
                                .describeRulesPaginator(request ->
                                        request.listenerArn(site.listenerArn()).pageSize(2))
                                .rules()
                                .stream()
                                .map(Rule::priority))
                .containsExactly("1", "2", "3", "4", "default");
        refused(
                "ValidationError",
                () -> elb.describeRules(
                        request -> request.listenerArn(site.listenerArn()).marker("x")));
    }

    @Test
    void createRule_when_priority_is_taken_is_refused() {
        Balancing.Site site = cloud.createSite("web");
        cloud.createRule(site.listenerArn(), 10, path("/a"), fixed("200", ""));

        refused("PriorityInUse", () -> cloud.createRule(site.listenerArn(), 10, path("/b"), fixed("200", "")));
    }

    @Test
    void createRule_when_group_does_not_exist_is_refused() {
        Balancing.Site site = cloud.createSite("web");

        refused(
                        "TargetGroupNotFound",
                        () -> cloud.createRule(site.listenerArn(), 10, path("/*"), forward(weight("arn:gone", 1))))
                .hasMessageContaining("arn:gone");
    }

    @Test
    void createRule_when_weight_is_out_of_range_is_refused() {
        Balancing.Site site = cloud.createSite("web");
        String group = cloud.createGroup("blue");

        refused(
                        "ValidationError",
                        () -> cloud.createRule(site.listenerArn(), 10, path("/*"), forward(weight(group, 1000))))
                .hasMessageContaining("1000");
    }

    @Test
    void createRule_when_group_serves_another_balancer_is_refused() {
        Balancing.Site web = cloud.createSite("web");
        Balancing.Site api = cloud.createSite("api");
        String group = cloud.createGroup("blue");
        cloud.createRule(web.listenerArn(), 10, path("/*"), forward(weight(group, 1)));

        refused(
                "TargetGroupAssociationLimit",
                () -> cloud.createRule(api.listenerArn(), 10, path("/*"), forward(weight(group, 1))));
    }

    @Test
    void createRule_when_stickiness_is_asked_for_is_refused() {
        Balancing.Site site = cloud.createSite("web");
        String group = cloud.createGroup("blue");
        Action sticky = Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(weight(group, 1))
                        .targetGroupStickinessConfig(
                                stickiness -> stickiness.enabled(true).durationSeconds(60)))
                .build();

        refused("ValidationError", () -> cloud.createRule(site.listenerArn(), 10, path("/*"), sticky))
                .hasMessageContaining("stickiness");
    }

    @Test
    void createRule_when_one_group_is_named_describes_it_both_ways() {
        Balancing.Site site = cloud.createSite("web");
        String group = cloud.createGroup("blue");

        Rule rule = cloud.createRule(
                site.listenerArn(),
                10,
                path("/*"),
                Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(group)
                        .build());

        Action action = rule.actions().getFirst();
        assertThat(action.targetGroupArn()).isEqualTo(group);
        assertThat(action.forwardConfig().targetGroups()).containsExactly(weight(group, 1));
    }

    @Test
    void modifyRule_when_actions_are_given_replaces_the_whole_list() {
        Balancing.Site site = cloud.createSite("web");
        String blue = cloud.createGroup("blue");
        String green = cloud.createGroup("green");
        Rule rule = cloud.createRule(site.listenerArn(), 10, path("/*"), forward(weight(blue, 100), weight(green, 0)));

        elb.modifyRule(request -> request.ruleArn(rule.ruleArn()).actions(forward(weight(blue, 50))));

        Rule modified = rules(site).getFirst();
        assertThat(modified.actions().getFirst().forwardConfig().targetGroups()).containsExactly(weight(blue, 50));
        assertThat(modified.conditions()).isEqualTo(rule.conditions());
    }

    @Test
    void modifyRule_when_there_is_none_is_refused() {
        refused(
                "RuleNotFound",
                () -> elb.modifyRule(request -> request.ruleArn(NO_RULE).actions(fixed("200", ""))));
    }

    @Test
    void deleteRule_when_it_is_the_default_is_refused() {
        Balancing.Site site = cloud.createSite("web");
        String arn = rules(site).getLast().ruleArn();

        refused("OperationNotPermitted", () -> elb.deleteRule(request -> request.ruleArn(arn)));
    }

    @Test
    void setRulePriorities_when_two_swap_succeeds() {
        Balancing.Site site = cloud.createSite("web");
        Rule one = cloud.createRule(site.listenerArn(), 1, path("/1"), fixed("200", ""));
        Rule two = cloud.createRule(site.listenerArn(), 2, path("/2"), fixed("200", ""));

        elb.setRulePriorities(request -> request.rulePriorities(priority(one, 2), priority(two, 1)));

        assertThat(rules(site)).extracting(Rule::ruleArn).startsWith(two.ruleArn(), one.ruleArn());
        refused("PriorityInUse", () -> elb.setRulePriorities(request -> request.rulePriorities(priority(one, 1))));
    }

    @Test
    void deleteTargetGroup_when_a_rule_names_it_is_refused() {
        Balancing.Site site = cloud.createSite("web");
        String group = cloud.createGroup("blue");
        Rule rule = cloud.createRule(site.listenerArn(), 10, path("/*"), forward(weight(group, 0)));
        assertThat(elb.describeTargetGroups(request -> request.targetGroupArns(group))
                        .targetGroups()
                        .getFirst()
                        .loadBalancerArns())
                .containsExactly(site.balancer().loadBalancerArn());

        refused("ResourceInUse", () -> elb.deleteTargetGroup(request -> request.targetGroupArn(group)));

        elb.deleteRule(request -> request.ruleArn(rule.ruleArn()));
        elb.deleteTargetGroup(request -> request.targetGroupArn(group));
        refused("TargetGroupNotFound", () -> elb.describeTargetHealth(request -> request.targetGroupArn(group)));
    }

    @Test
    void createTargetGroup_when_settings_are_wrong_says_which() {
        refused(
                        "ValidationError",
                        () -> elb.createTargetGroup(request -> request.name("x")
                                .protocol(ProtocolEnum.HTTP)
                                .port(4567)
                                .targetType("ip")
                                .vpcId("vpc-1")
                                .healthCheckIntervalSeconds(5)
                                .healthCheckTimeoutSeconds(10)))
                .hasMessageContaining("must be smaller than the interval");
        refused(
                        "ValidationError",
                        () -> elb.createTargetGroup(request -> request.name("x")
                                .protocol(ProtocolEnum.HTTP)
                                .port(4567)
                                .targetType("instance")))
                .hasMessageContaining("instance");
    }

    @Test
    void createTargetGroup_when_name_is_taken_by_another_is_refused() {
        String group = cloud.createGroup("blue");
        assertThat(cloud.createGroup("blue")).isEqualTo(group);

        refused(
                "DuplicateTargetGroupName",
                () -> elb.createTargetGroup(request -> request.name("blue")
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .targetType("ip")
                        .vpcId("vpc-1")));
    }

    @Test
    void registerTargets_when_address_is_not_here_is_refused() {
        String group = cloud.createGroup("blue");

        refused(
                        "InvalidTarget",
                        () -> elb.registerTargets(request -> request.targetGroupArn(group)
                                .targets(TargetDescription.builder()
                                        .id("10.20.1.5")
                                        .port(4567)
                                        .build())))
                .hasMessageContaining("10.20.1.5");
    }

    @Test
    void modifyAttributes_when_value_cannot_be_honoured_is_refused() {
        String group = cloud.createGroup("blue");

        refused("ValidationError", () -> cloud.setAttribute(group, "stickiness.enabled", "true"))
                .hasMessageContaining("not supported by the local cloud");
        refused("ValidationError", () -> cloud.setAttribute(group, "deregistration_delay.timeout_seconds", "-1"));
        refused("ValidationError", () -> cloud.setAttribute(group, "no.such.key", "1"))
                .hasMessageContaining("no.such.key");
    }

    @Test
    void deleteLoadBalancer_when_protected_is_refused() {
        LoadBalancer balancer = cloud.createBalancer("web", LoadBalancerSchemeEnum.INTERNAL);
        setAttribute(balancer, "deletion_protection.enabled", "true");
        refused(
                "OperationNotPermitted",
                () -> elb.deleteLoadBalancer(request -> request.loadBalancerArn(balancer.loadBalancerArn())));

        setAttribute(balancer, "deletion_protection.enabled", "false");
        elb.deleteLoadBalancer(request -> request.loadBalancerArn(balancer.loadBalancerArn()));

        assertThat(elb.describeLoadBalancers().loadBalancers()).isEmpty();
        refused("LoadBalancerNotFound", () -> elb.describeLoadBalancers(request -> request.names("web")));
    }

    @Test
    void tags_when_added_and_removed_are_described() {
        Balancing.Site site = cloud.createSite("web");
        String rule = rules(site).getLast().ruleArn();

        elb.addTags(request -> request.resourceArns(rule, site.listenerArn())
                .tags(
                        Tag.builder().key("Tier").value("api").build(),
                        Tag.builder().key("Colour").value("blue").build()));
        elb.removeTags(request -> request.resourceArns(rule).tagKeys("Colour"));

        assertThat(elb.describeTags(request -> request.resourceArns(rule, site.listenerArn()))
                        .tagDescriptions())
                .extracting(
                        description -> description.tags().stream().map(Tag::key).toList())
                .containsExactly(List.of("Tier"), List.of("Tier", "Colour"));
        refused("RuleNotFound", () -> elb.describeTags(request -> request.resourceArns(NO_RULE)));
    }

    @Test
    void restart_when_state_was_kept_serves_the_same() throws Exception {
        LoadBalancer balancer = cloud.createBalancer("public", LoadBalancerSchemeEnum.INTERNET_FACING);
        String listener = cloud.createListener(balancer.loadBalancerArn(), 80);
        Balancing.Site internal = cloud.createSite("api");
        String blue = cloud.createGroup("blue");
        String green = cloud.createGroup("green");
        cloud.createRule(internal.listenerArn(), 10, path("/*"), forward(weight(blue, 30), weight(green, 70)));
        cloud.setAttribute(blue, "deregistration_delay.timeout_seconds", "30");
        var before = elb.describeRules(request -> request.listenerArn(internal.listenerArn()));
        cloud.close();

        cloud = new Balancing(folder, cloud.publicPort + 100);
        elb = cloud.elb;

        assertThat(elb.describeLoadBalancers().loadBalancers()).containsExactly(balancer, internal.balancer());
        assertThat(elb.describeRules(request -> request.listenerArn(internal.listenerArn())))
                .isEqualTo(before);
        assertThat(elb.describeListeners(request -> request.listenerArns(listener))
                        .listeners())
                .hasSize(1);
        assertThat(elb.describeTargetGroupAttributes(request -> request.targetGroupArn(blue))
                        .attributes())
                .anyMatch(attribute -> attribute.key().equals("deregistration_delay.timeout_seconds")
                        && attribute.value().equals("30"));
        assertThat(elb.describeTargetHealth(request -> request.targetGroupArn(blue))
                        .targetHealthDescriptions())
                .isEmpty();
        assertThat(cloud.get(balancer.dnsName(), "/").body()).isEqualTo("not yet");
    }

    @Test
    void unsupported_when_operation_is_not_there_is_said() {
        assertThatThrownBy(() -> elb.describeTrustStores(request -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private List<Rule> rules(Balancing.Site site) {
        return elb.describeRules(request -> request.listenerArn(site.listenerArn()))
                .rules();
    }

    private void setAttribute(LoadBalancer balancer, String key, String value) {
        elb.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                .attributes(
                        LoadBalancerAttribute.builder().key(key).value(value).build()));
    }

    private static RulePriorityPair priority(Rule rule, int priority) {
        return RulePriorityPair.builder()
                .ruleArn(rule.ruleArn())
                .priority(priority)
                .build();
    }

    private static int port(LoadBalancer balancer) {
        return Integer.parseInt(balancer.dnsName().substring(balancer.dnsName().indexOf(':') + 1));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            String code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ElasticLoadBalancingV2Exception.class,
                        refusal -> assertThat(refusal.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }
}
