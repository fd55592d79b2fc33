package slipway.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.stacks.Rule.change;
import static slipway.stacks.Rule.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What feeds what, and whether the README tells. */
class WiringRulesTest implements HoldsRules {
    /** Outputs that no stack takes; the README says who does. */
    private static final Set<String> FOR_PEOPLE =
            Set.of("ClientUrl", "LogBucketName", "DeveloperPolicyArn", "ProbeToken", "DeployRoleArn", "StackRoleArn");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(
                rule(
                        "whatever has no default is fed by an output of an earlier stack, or given by name",
                        WiringRulesTest::everythingIsFed,
                        change(
                                "platform",
                                "  ClusterName:\n    Description: The cluster\n",
                                "  ClusterX:\n    Description: The cluster\n"),
                        change("network", "    Default: 10.20.0.0/16\n", "")),
                rule(
                        "every output feeds a parameter, or is one of those that people take",
                        WiringRulesTest::nothingIsLost,
                        change(
                                "data",
                                "  RedisUrl:\n    Description: Where the api",
                                "  RedisAddress:\n    Description: Where the api"),
                        change("monitoring", "  FileSystemId:\n    Type", "  Volume:\n    Type")),
                rule(
                        "an output that may be missing feeds only parameters that have a default",
                        WiringRulesTest::missingOutputs,
                        change(
                                "network",
                                "  VpcId:\n    Description: The VPC\n",
                                "  VpcId:\n    Condition: HasNat\n    Description: The VPC\n")),
                rule(
                        "the services wait for the rules that name their target groups",
                        shipped -> {
                            var wiring = new Wiring(shipped);
                            assertThat(wiring.feeders("client-blue")).contains("delivery");
                            assertThat(wiring.feeders("delivery")).contains("traffic");
                            assertThat(wiring.feeders("traffic")).containsExactly("platform");
                        },
                        change("service", "  RepositoryUri:\n    Type", "  Repository:\n    Type")),
                rule(
                        "data and traffic do not wait for each other, nor the services",
                        shipped -> {
                            var wiring = new Wiring(shipped);
                            assertThat(wiring.feeders("data")).containsExactlyInAnyOrder("network", "platform");
                            for (String service : List.of("client-blue", "client-green", "api-blue", "api-green")) {
                                assertThat(wiring.feeders(service))
                                        .isSubsetOf("network", "platform", "data", "delivery");
                            }
                        },
                        change("data", "  KeyArn:\n    Type", "  ApiRuleArn:\n    Type")),
                rule(
                        "the README names every output, parameter and resource type",
                        WiringRulesTest::readmeIsComplete,
                        change("data", "  FileSystemId:\n    Description", "  VolumeId:\n    Description"),
                        change("network", "  VpcCidr:\n    Type", "  Range:\n    Type"),
                        change("data", "AWS::EFS::AccessPoint", "AWS::EFS::AccessPointPolicy")),
                rule(
                        "the README counts each template's resources right",
                        WiringRulesTest::readmeCounts,
                        change(
                                "traffic",
                                "  ApiGreenProbeRule:\n",
                                "  One: {Type: 'A::B::C'}\n  ApiGreenProbeRule:\n")));
    }

    private static void everythingIsFed(Shipped shipped) {
        var wiring = new Wiring(shipped);
        var earlier = new HashSet<String>();
        wiring.stacks().forEach((stack, template) -> {
            template.parameters().values().stream()
                    .filter(parameter -> parameter.defaultValue().isEmpty() && !Wiring.GIVEN.contains(parameter.name()))
                    .forEach(parameter -> assertThat(wiring.source(stack, parameter.name()))
                            .as(stack + " " + parameter.name())
                            .hasValueSatisfying(source -> assertThat(earlier).contains(source.stack())));
            earlier.add(stack);
        });
    }

    private static void nothingIsLost(Shipped shipped) {
        var wiring = new Wiring(shipped);
        var left = new TreeSet<>(wiring.outputs());
        wiring.stacks()
                .forEach((stack, template) -> template.parameters()
                        .keySet()
                        .forEach(parameter ->
                                wiring.source(stack, parameter).ifPresent(source -> left.remove(source.name()))));
        assertThat(left).isEqualTo(new TreeSet<>(FOR_PEOPLE));
    }

    private static void missingOutputs(Shipped shipped) {
        var wiring = new Wiring(shipped);
        wiring.stacks()
                .forEach((stack, template) -> template.parameters()
                        .forEach((name, parameter) -> wiring.source(stack, name)
                                .filter(source ->
                                        source.declaration().condition().isPresent())
                                .ifPresent(source -> assertThat(parameter.defaultValue())
                                        .as(stack + " " + name)
                                        .isPresent())));
    }

    private static void readmeIsComplete(Shipped shipped) {
        var wiring = new Wiring(shipped);
        wiring.stacks().forEach((stack, template) -> {
            template.outputs()
                    .keySet()
                    .forEach(output -> assertThat(shipped.readme())
                            .as("output of " + stack)
                            .contains("`" + output + "`"));
            template.parameters().keySet().stream()
                    .filter(parameter -> wiring.source(stack, parameter).isEmpty())
                    .forEach(parameter -> assertThat(shipped.readme())
                            .as("parameter of " + stack)
                            .contains("`" + parameter + "`"));
            template.resourceTypes().forEach(type -> {
                String[] words = type.split("::", 3);
                assertThat(shipped.readme())
                        .as(type)
                        .containsPattern("\\b" + words[1] + "\\b[^;:]*\\b" + words[2] + "\\b");
            });
        });
    }

    private static void readmeCounts(Shipped shipped) {
        for (String name : Shipped.ORDER) {
            int all = shipped.template(name).resources().size();
            int byDefault = shipped.stack(name).ids().size();
            assertThat(shipped.readme().lines().filter(line -> line.startsWith("| `" + name + ".yaml`")))
                    .singleElement()
                    .asString()
                    .containsPattern("\\| " + all + ", " + byDefault + "( each)? \\|");
        }
        int sum = new Wiring(shipped)
                .stacks().values().stream()
                        .mapToInt(template -> Stack.of(template, Map.of()).ids().size())
                        .sum();
        assertThat(shipped.readme()).contains("ten stacks and " + sum + " resources");
    }
}
