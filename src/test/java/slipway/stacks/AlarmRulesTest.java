package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class AlarmRulesTest implements HoldsRules {
    @Override
    public Stream<Rule> rules() {
        return Stream.of(
                rule(
                        "every alarm, also a composite one, tells the topic",
                        shipped -> shipped.stacks()
                                .forEach(stack -> Stream.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
                                        .flatMap(type -> stack.ofType(type).entrySet().stream())
                                        .forEach(alarm -> assertThat(
                                                        alarm.getValue().get("AlarmActions"))
                                                .as(alarm.getKey())
                                                .isIn(List.of("AlarmTopic"), List.of("AlarmTopicArn")))),
                        change("platform", "      AlarmActions: [!Ref AlarmTopic]\n", ""),
                        change(
                                "service",
                                "\") OR ALARM(\"${UnhealthyAlarm}\")\n      AlarmActions: [!Ref AlarmTopicArn]\n",
                                "\") OR ALARM(\"${UnhealthyAlarm}\")\n")),
                rule(
                        "silence is no alarm, and a point is a minute",
                        shipped -> shipped.stacks()
                                .forEach(stack -> stack.ofType("AWS::CloudWatch::Alarm")
                                        .forEach((id, alarm) -> {
                                            assertThat(alarm).as(id).containsEntry("TreatMissingData", "notBreaching");
                                            assertThat(alarm.getOrDefault("Period", "60"))
                                                    .as(id)
                                                    .isEqualTo("60");
                                        })),
                        change("service", "TreatMissingData: notBreaching", "TreatMissingData: breaching"),
                        change(
                                "service",
                                "Statistic: Minimum\n      Period: 60",
                                "Statistic: Minimum\n      Period: 300")),
                rule(
                        "a colour fails when over 5 % of over 20 requests a minute fail or are refused, twice",
                        AlarmRulesTest::errorAlarm,
                        change("service", "IF(requests > 20,", "IF(requests > 0,"),
                        change(
                                "service",
                                "MetricName: TargetConnectionErrorCount",
                                "MetricName: HTTPCode_ELB_5XX_Count"),
                        change("service", "Threshold: 5\n", "Threshold: 50\n")),
                rule(
                        "each tier's metrics are those of its own balancer and target group",
                        shipped -> {
                            assertThat(balancer(shipped, "client")).isEqualTo("PublicLoadBalancerFullName");
                            assertThat(balancer(shipped, "api")).isEqualTo("InternalLoadBalancerFullName");
                        },
                        change(
                                "service",
                                "!If [IsClient, !Ref PublicLoadBalancerFullName, !Ref InternalLoadBalancerFullName]\n"
                                        + "        - {Name: TargetGroup, Value: !Ref TargetGroupFullName}\n      Statistic",
                                "!Ref PublicLoadBalancerFullName\n"
                                        + "        - {Name: TargetGroup, Value: !Ref TargetGroupFullName}\n      Statistic")),
                rule(
                        "a colour is unhealthy when a target stays unhealthy for three minutes",
                        shipped -> assertThat(shipped.stack("service").properties("UnhealthyAlarm"))
                                .containsEntry("MetricName", "UnHealthyHostCount")
                                .containsEntry("Statistic", "Minimum")
                                .containsEntry("ComparisonOperator", "GreaterThanOrEqualToThreshold")
                                .containsEntry("Threshold", "1")
                                .containsEntry("EvaluationPeriods", "3")
                                .containsEntry("DatapointsToAlarm", "3"),
                        change("service", "Statistic: Minimum", "Statistic: Maximum")),
                rule(
                        "CPU above 90 % for five minutes is told, of this service",
                        shipped -> assertThat(shipped.stack("service").properties("CpuAlarm"))
                                .containsEntry("MetricName", "CPUUtilization")
                                .containsEntry("Threshold", "90")
                                .containsEntry("EvaluationPeriods", "5")
                                .containsEntry("DatapointsToAlarm", "5")
                                .containsEntry(
                                        "Dimensions",
                                        List.of(
                                                Map.of("Name", "ClusterName", "Value", "ClusterName"),
                                                Map.of("Name", "ServiceName", "Value", "Service.Name"))),
                        change("service", "Threshold: 90", "Threshold: 60")),
                rule(
                        "slowness is told when a threshold is given",
                        shipped -> {
                            assertThat(shipped.stack("service").ids()).doesNotContain("LatencyAlarm");
                            assertThat(shipped.stack("service", Map.of("LatencyThreshold", "2"))
                                            .properties("LatencyAlarm"))
                                    .containsEntry("MetricName", "TargetResponseTime")
                                    .containsEntry("ExtendedStatistic", "p95")
                                    .containsEntry("Threshold", "2");
                        },
                        change("service", "    Condition: HasLatencyAlarm\n", ""),
                        change("service", "ExtendedStatistic: p95", "ExtendedStatistic: p50")),
                rule(
                        "the guard watches errors and health, latency where asked, CPU and the balancer's own errors never",
                        AlarmRulesTest::guard,
                        change(
                                "service",
                                "- !Sub ALARM(\"${ErrorAlarm}\") OR ALARM(\"${UnhealthyAlarm}\")\n      Alarm",
                                "- !Sub ALARM(\"${ErrorAlarm}\") OR ALARM(\"${CpuAlarm}\")\n      Alarm"),
                        change(
                                "service",
                                "GuardsLatency: !And [!Condition HasLatencyAlarm, !Equals [!Ref GuardLatency, 'true']]",
                                "GuardsLatency: !And [!Condition HasLatencyAlarm, !Equals ['true', 'true']]")));
    }

    private static void errorAlarm(Shipped shipped) {
        Stack stack = shipped.stack("service");
        assertThat(stack.at("ErrorAlarm", "Metrics[0].Expression"))
                .isEqualTo("IF(requests > 20, 100 * (FILL(failed, 0) + FILL(refused, 0)) / requests, 0)");
        assertThat(metric(stack, 1)).isEqualTo("requests RequestCount Sum");
        assertThat(metric(stack, 2)).isEqualTo("failed HTTPCode_Target_5XX_Count Sum");
        assertThat(metric(stack, 3)).isEqualTo("refused TargetConnectionErrorCount Sum");
        assertThat(stack.properties("ErrorAlarm"))
                .containsEntry("Threshold", "5")
                .containsEntry("ComparisonOperator", "GreaterThanThreshold")
                .containsEntry("EvaluationPeriods", "2")
                .containsEntry("DatapointsToAlarm", "2");
    }

    private static String metric(Stack stack, int index) {
        String path = "Metrics[" + index + "].";
        return stack.at("ErrorAlarm", path + "Id") + " "
                + stack.at("ErrorAlarm", path + "MetricStat.Metric.MetricName") + " "
                + stack.at("ErrorAlarm", path + "MetricStat.Stat");
    }

    /** The balancer whose metrics every alarm of the tier watches. */
    private static Object balancer(Shipped shipped, String tier) {
        Stack stack = shipped.stack("service", Map.of("Tier", tier, "LatencyThreshold", "2"));
        var balancers = Stream.of(
                        Stream.of("UnhealthyAlarm", "LatencyAlarm").map(id -> stack.pairs(id, "Dimensions")),
                        Stream.of(1, 2, 3)
                                .map(metric -> stack.pairs(
                                        "ErrorAlarm", "Metrics[" + metric + "].MetricStat.Metric.Dimensions")))
                .flatMap(dimensions -> dimensions)
                .peek(dimensions -> assertThat(dimensions).containsEntry("TargetGroup", "TargetGroupFullName"))
                .map(dimensions -> dimensions.getOrDefault("LoadBalancer", "none"))
                .distinct()
                .toList();
        assertThat(balancers).hasSize(1);
        return balancers.getFirst();
    }

    private static void guard(Shipped shipped) {
        String both = "ALARM(\"ErrorAlarm\") OR ALARM(\"UnhealthyAlarm\")";
        assertThat(shipped.stack("service").properties("GuardAlarm"))
                .containsEntry("AlarmName", "dev-client-blue-guard")
                .containsEntry("AlarmRule", both);
        assertThat(shipped.stack("service", Map.of("LatencyThreshold", "2")).at("GuardAlarm", "AlarmRule"))
                .isEqualTo(both);
        assertThat(shipped.stack("service", Map.of("LatencyThreshold", "2", "GuardLatency", "true"))
                        .at("GuardAlarm", "AlarmRule"))
                .isEqualTo(both + " OR ALARM(\"LatencyAlarm\")");
    }
}
