package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.Parameters;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.cloudformation.template.TemplateException;

class TrafficRulesTest implements HoldsRules {
    private static final List<String> TIERS = List.of("Client", "Api");
    private static final List<String> COLOURS = List.of("Blue", "Green");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(
                rule(
                        "the stack holds two weighted rules and four probe rules, nothing else",
                        shipped -> {
                            assertThat(shipped.template("traffic").resourceTypes())
                                    .containsExactly("AWS::ElasticLoadBalancingV2::ListenerRule");
                            assertThat(shipped.stack("traffic").ids())
                                    .containsExactlyInAnyOrder(
                                            "ClientRule",
                                            "ApiRule",
                                            "ClientBlueProbeRule",
                                            "ClientGreenProbeRule",
                                            "ApiBlueProbeRule",
                                            "ApiGreenProbeRule");
                        },
                        change("traffic", "  ApiGreenProbeRule:\n", "  Another:\n")),
                rule(
                        "no other template holds a rule of a listener",
                        shipped -> shipped.stacks()
                                .filter(stack -> !stack.template()
                                        .body()
                                        .equals(shipped.template("traffic").body()))
                                .forEach(stack -> assertThat(stack.template().resourceTypes())
                                        .doesNotContain("AWS::ElasticLoadBalancingV2::ListenerRule")),
                        change("platform", "AWS::SNS::Topic", "AWS::ElasticLoadBalancingV2::ListenerRule")),
                rule(
                        "each tier's rule catches every path after the probes and forwards by weight, without cookies",
                        TrafficRulesTest::weightedRules,
                        change("traffic", "Priority: 1000", "Priority: 5"),
                        change(
                                "traffic",
                                "TargetGroupStickinessConfig: {Enabled: false}",
                                "TargetGroupStickinessConfig: {Enabled: true}"),
                        change(
                                "traffic",
                                "{TargetGroupArn: !Ref ApiGreenTargetGroupArn, Weight: !Ref ApiGreenWeight}",
                                "{TargetGroupArn: !Ref ApiGreenTargetGroupArn, Weight: !Ref ApiBlueWeight}"),
                        change("traffic", "Default: 100", "Default: 50")),
                rule(
                        "a probe reaches each colour by the header X-Colour and the token, without any weight",
                        shipped -> probes(shipped, Map.of("ProbeToken", "0123456789abcdef"), "0123456789abcdef"),
                        change("traffic", "HttpHeaderName: X-Colour", "HttpHeaderName: X-Color"),
                        change("traffic", "Priority: 11", "Priority: 12")),
                rule(
                        "without a token of one's own, the stack's id is the token, and the output says so",
                        shipped -> {
                            probes(shipped, Map.of(), Stack.ID);
                            assertThat(shipped.stack("traffic").outputs()).containsEntry("ProbeToken", Stack.ID);
                        },
                        change("traffic", "!Select [2, !Split ['/', !Ref AWS::StackId]]", "probe")),
                rule(
                        "a token that the balancer would take for a pattern, or that can be guessed, is refused",
                        shipped -> {
                            for (String token : List.of("*", "green", "0123456789abcde?")) {
                                assertThatThrownBy(() -> resolve(shipped, Map.of("ProbeToken", token)))
                                        .as(token)
                                        .isInstanceOf(TemplateException.class);
                            }
                        },
                        change("traffic", "AllowedPattern: ^$|^[A-Za-z0-9-]{16,64}$", "AllowedPattern: .*")),
                rule(
                        "weights are what the balancer takes: 0 to 999",
                        shipped -> {
                            for (String tier : TIERS) {
                                for (String colour : COLOURS) {
                                    String name = tier + colour + "Weight";
                                    assertThatCode(() -> resolve(shipped, Map.of(name, "999")))
                                            .doesNotThrowAnyException();
                                    assertThatThrownBy(() -> resolve(shipped, Map.of(name, "1000")))
                                            .as(name)
                                            .isInstanceOf(TemplateException.class);
                                    assertThatThrownBy(() -> resolve(shipped, Map.of(name, "-1")))
                                            .as(name)
                                            .isInstanceOf(TemplateException.class);
                                }
                            }
                        },
                        change("traffic", "MaxValue: 999", "MaxValue: 100000")),
                rule(
                        "a tier that nobody would serve is refused",
                        shipped -> {
                            for (String tier : TIERS) {
                                Stack nobody = shipped.stack("traffic", Map.of(tier + "BlueWeight", "0"));
                                assertThatThrownBy(() -> nobody.evaluator().checkRules())
                                        .as(tier)
                                        .isInstanceOf(TemplateException.class)
                                        .hasMessageContaining("must have a weight");
                            }
                            var allGreen = Map.of("ClientBlueWeight", "0", "ClientGreenWeight", "100");
                            assertThatCode(() -> shipped.stack("traffic", allGreen)
                                            .evaluator()
                                            .checkRules())
                                    .doesNotThrowAnyException();
                        },
                        change("traffic", "!Equals [!Ref ApiGreenWeight, '0']", "!Equals [!Ref ApiGreenWeight, '1']")));
    }

    private static void weightedRules(Shipped shipped) {
        for (String tier : TIERS) {
            assertThat(shipped.stack("traffic").properties(tier + "Rule"))
                    .as(tier)
                    .isEqualTo(Map.of(
                            "ListenerArn",
                            tier + "ListenerArn",
                            "Priority",
                            "1000",
                            "Conditions",
                            List.of(Map.of(
                                    "Field", "path-pattern", "PathPatternConfig", Map.of("Values", List.of("/*")))),
                            "Actions",
                            List.of(Map.of(
                                    "Type",
                                    "forward",
                                    "ForwardConfig",
                                    Map.of(
                                            "TargetGroups",
                                            List.of(
                                                    Map.of(
                                                            "TargetGroupArn",
                                                            tier + "BlueTargetGroupArn",
                                                            "Weight",
                                                            "100"),
                                                    Map.of(
                                                            "TargetGroupArn",
                                                            tier + "GreenTargetGroupArn",
                                                            "Weight",
                                                            "0")),
                                            "TargetGroupStickinessConfig",
                                            Map.of("Enabled", "false"))))));
        }
    }

    private static void probes(Shipped shipped, Map<String, String> parameters, String token) {
        Stack traffic = shipped.stack("traffic", parameters);
        for (String tier : TIERS) {
            for (String colour : COLOURS) {
                String id = tier + colour + "ProbeRule";
                assertThat(traffic.at(id, "ListenerArn")).as(id).isEqualTo(tier + "ListenerArn");
                assertThat(traffic.at(id, "Priority")).as(id).isEqualTo(colour.equals("Blue") ? "10" : "11");
                assertThat(traffic.at(id, "Conditions"))
                        .as(id)
                        .isEqualTo(List.of(Map.of(
                                "Field",
                                "http-header",
                                "HttpHeaderConfig",
                                Map.of(
                                        "HttpHeaderName",
                                        "X-Colour",
                                        "Values",
                                        List.of(colour.toLowerCase(Locale.ROOT) + "-" + token)))));
                assertThat(traffic.at(id, "Actions"))
                        .as(id)
                        .isEqualTo(
                                List.of(Map.of("Type", "forward", "TargetGroupArn", tier + colour + "TargetGroupArn")));
            }
        }
    }

    private static void resolve(Shipped shipped, Map<String, String> given) {
        Template template = shipped.template("traffic");
        Parameters.resolve(template, Wiring.withStandIns(template, given), name -> Optional.empty());
    }
}
