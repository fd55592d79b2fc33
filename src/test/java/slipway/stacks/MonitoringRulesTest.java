package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

class MonitoringRulesTest implements HoldsRules {
    @Override
    public Stream<Rule> rules() {
        return Stream.of(
                rule(
                        "the dashboard is JSON whose widgets lie on the grid and do not overlap",
                        MonitoringRulesTest::grid,
                        change("monitoring", "{\"widgets\": [", "{\"widgets\": [,"),
                        change("monitoring", "\"y\": 8,", "\"y\": 7,")),
                rule(
                        "the dashboard shows every colour's load, failures, latency, health, CPU and guard",
                        MonitoringRulesTest::everyColour,
                        change(
                                "monitoring",
                                "\"TargetGroup\", \"${ApiGreenTargetGroupFullName}\"",
                                "\"TargetGroup\", \"${ApiBlueTargetGroupFullName}\""),
                        change("monitoring", "alarm:${ApiGreenGuardAlarmName}", "alarm:${ApiBlueGuardAlarmName}"),
                        change(
                                "monitoring",
                                "\"ServiceName\", \"${ClientGreenServiceName}\"",
                                "\"ServiceName\", \"${ClientBlueServiceName}\"")),
                rule(
                        "the dashboard draws the target that autoscaling holds",
                        shipped -> assertThat(body(shipped).findValues("horizontal"))
                                .hasSize(2)
                                .allSatisfy(line -> assertThat(
                                                line.path(0).path("value").asInt())
                                        .isEqualTo(60)),
                        change("monitoring", "\"value\": ${CpuTarget}", "\"value\": 50")),
                rule(
                        "every metric has a namespace that AWS publishes and all of its dimensions",
                        MonitoringRulesTest::dimensions,
                        change(
                                "monitoring",
                                "[\"AWS/ECS\", \"CPUUtilization\", \"ClusterName\", \"${ClusterName}\", ",
                                "[\"AWS/ECS\", \"CPUUtilization\", ")));
    }

    private static JsonNode body(Shipped shipped) {
        String text =
                shipped.stack("monitoring").at("Dashboard", "DashboardBody").toString();
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError("the dashboard is no JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    private static void grid(Shipped shipped) {
        var taken = new TreeSet<Integer>();
        for (JsonNode widget : body(shipped).path("widgets")) {
            for (int row = 0; row < widget.path("height").asInt(); row++) {
                for (int column = 0; column < widget.path("width").asInt(); column++) {
                    int x = widget.path("x").asInt() + column;
                    assertThat(x).isLessThan(24);
                    assertThat(taken.add((widget.path("y").asInt() + row) * 24 + x))
                            .as(widget.path("properties").path("title").asText())
                            .isTrue();
                }
            }
        }
        assertThat(taken).isNotEmpty();
    }

    private static void everyColour(Shipped shipped) {
        String body = body(shipped).toString();
        for (String tier : List.of("Client", "Api")) {
            for (String colour : List.of("Blue", "Green")) {
                String group = tier + colour + "TargetGroupFullName";
                for (String metric : List.of(
                        "RequestCount",
                        "HTTPCode_Target_5XX_Count",
                        "TargetConnectionErrorCount",
                        "TargetResponseTime",
                        "HealthyHostCount",
                        "UnHealthyHostCount")) {
                    String balancer = tier.equals("Client") ? "Public" : "Internal";
                    assertThat(body)
                            .contains("[\"AWS/ApplicationELB\",\"" + metric + "\",\"LoadBalancer\",\"" + balancer
                                    + "LoadBalancerFullName\",\"TargetGroup\",\"" + group + "\"");
                }
                assertThat(body).contains("\"ServiceName\",\"" + tier + colour + "ServiceName\"");
                assertThat(body).contains(":alarm:" + tier + colour + "GuardAlarmName\"");
            }
        }
    }

    private static void dimensions(Shipped shipped) {
        for (JsonNode widget : body(shipped).path("widgets")) {
            for (JsonNode metric : widget.path("properties").path("metrics")) {
                var names = new TreeSet<String>();
                for (int at = 2; at < metric.size() && metric.get(at).isTextual(); at += 2) {
                    names.add(metric.get(at).asText());
                }
                assertThat(names)
                        .as(metric.toString())
                        .isIn(
                                switch (metric.path(0).asText()) {
                                    case "AWS/ApplicationELB" ->
                                        List.of(
                                                new TreeSet<>(List.of("LoadBalancer", "TargetGroup")),
                                                new TreeSet<>(List.of("LoadBalancer")));
                                    case "AWS/ECS" -> List.of(new TreeSet<>(List.of("ClusterName", "ServiceName")));
                                    case "AWS/EFS" ->
                                        List.of(
                                                new TreeSet<>(List.of("FileSystemId")),
                                                new TreeSet<>(List.of("FileSystemId", "StorageClass")));
                                    default -> List.of();
                                });
            }
        }
    }
}
