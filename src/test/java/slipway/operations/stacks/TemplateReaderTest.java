package slipway.operations.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.model.ResourcePlan;

class TemplateReaderTest {
    private static final String SMALL = """
            Description: one queue
            Metadata:
              AWS::CloudFormation::Interface:
                ParameterGroups:
                  - Label: {default: Size}
                    Parameters: [Many]
                ParameterLabels:
                  Many: {default: How many}
            Parameters:
              Many:
                Type: Number
                Default: 2
                MinValue: 1
                MaxValue: 9
              Mode:
                Type: String
                AllowedValues: [plain, fancy]
            Conditions:
              IsFancy: !Equals [!Ref Mode, fancy]
            Resources:
              First:
                Type: A::B::C
                Metadata: {Description: always there}
                Properties:
                  Name: !Sub '${AWS::StackName}-${Mode}-${!literal}'
              Second:
                Type: A::B::D
                Condition: IsFancy
                DependsOn: First
            Outputs:
              FirstName:
                Value: !Ref First
            """;

    private static Template read(String text) {
        return new TemplateReader("small", "stacks/small.yaml").read(text);
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void read_whenSound_knowsParametersWithGroupAndLabel() {
        TemplateParameter many = read(SMALL).parameter("Many").orElseThrow();

        assertThat(many.group()).isEqualTo("Size");
        assertThat(many.label()).isEqualTo("How many");
        assertThat(many.defaultValue()).contains("2");
        assertThat(many.mark()).isEqualTo(new Mark("stacks/small.yaml", 10, 3));
    }

    @Test
    void read_whenSound_knowsOutputs() {
        assertThat(read(SMALL).outputs()).containsExactly("FirstName");
    }

    @Test
    void plan_whenAConditionDoesNotHold_leavesItsResourceOut() {
        assertThat(read(SMALL).plan(Map.of("Mode", "plain")))
                .containsExactly(new ResourcePlan("First", "A::B::C", "always there"));
    }

    @Test
    void plan_whenAConditionDependsOnAnUnknownValue_keepsItsResource() {
        assertThat(read(SMALL).plan(Map.of()))
                .extracting(ResourcePlan::logicalId)
                .containsExactly("First", "Second");
    }

    @Test
    void problem_whenTheNumberIsTooLarge_namesTheParameterAndTheBound() {
        assertThat(read(SMALL).parameter("Many").flatMap(many -> many.problem("10")))
                .contains("parameter Many: '10' is refused: must be at most 9");
    }

    @Test
    void problem_whenTheValueIsNotAmongTheAllowedOnes_listsThem() {
        assertThat(read(SMALL).parameter("Mode").flatMap(mode -> mode.problem("plane")))
                .contains("parameter Mode: 'plane' is refused: must be one of plain, fancy");
    }

    @Test
    void problem_whenAListsItemsMatch_isNone() {
        var zones = new TemplateParameter(
                "Zones",
                "CommaDelimitedList",
                Optional.of(""),
                List.of(),
                Optional.of("^$|^[a-z]+-1[a-z]$"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                false,
                "",
                "Zones",
                new Mark("x", 1, 1));

        assertThat(zones.problem("eu-1a, eu-1b")).isEmpty();
        assertThat(zones.problem("eu-1a,EU")).isPresent();
    }

    @Test
    void read_whenAKeyIsThereTwice_namesBothLines() {
        assertRefused(
                "Resources:\n  A:\n    Type: X\n  A:\n    Type: Y\n",
                "stacks/small.yaml:4:3: duplicate key A, first on line 2");
    }

    @Test
    void read_whenNotYaml_namesThePlace() {
        assertThatThrownBy(() -> read("Resources:\n  A: [1, 2\n  B: x\n"))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("stacks/small.yaml:3:4: not YAML: while parsing a flow sequence");
    }

    @Test
    void read_whenARefLeadsNowhere_namesIt() {
        assertRefused(
                "Resources:\n  A:\n    Type: X\n    Properties:\n      Name: !Ref Missing\n",
                "stacks/small.yaml:5:13: Ref names Missing, which is neither a parameter nor a resource of this template");
    }

    @Test
    void read_whenAPlaceholderLeadsNowhere_namesIt() {
        assertRefused(
                "Resources:\n  A:\n    Type: X\n    Properties:\n      Name: {'Fn::Sub': 'x-${Missing.Arn}'}\n",
                "stacks/small.yaml:5:25: Sub names Missing, which is neither a parameter nor a resource of this template");
    }

    @Test
    void read_whenResourcesWaitForEachOther_showsTheCircle() {
        assertRefused("""
                Resources:
                  A:
                    Type: X
                    Properties: {Name: !GetAtt B.Arn}
                  B:
                    Type: X
                    DependsOn: [A]
                """, "stacks/small.yaml:7:17: resources wait for each other: A -> B -> A");
    }

    @Test
    void read_whenAConditionIsNotDeclared_namesIt() {
        assertRefused(
                "Resources:\n  A:\n    Type: X\n    Condition: Odd\n",
                "stacks/small.yaml:4:16: condition Odd is not declared under Conditions");
    }

    @Test
    void read_whenATypeIsMissing_namesTheResource() {
        assertRefused("Resources:\n  A:\n    Properties: {}\n", "stacks/small.yaml:2:3: resource A has no Type");
    }

    @Test
    void read_whenThereIsNoResource_saysSo() {
        assertRefused("Parameters: {}\n", "stacks/small.yaml:1:1: a template needs Resources, and at least one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "platform", "traffic", "data", "delivery", "service", "monitoring"})
    void template_whenShipped_isSound(String name) {
        Template template = TemplateLibrary.shipped().template(name);

        assertThat(template.resources())
                .isNotEmpty()
                .allSatisfy(resource -> assertThat(resource.description()).isNotEmpty());
    }

    @Test
    void plan_whenTheNetworkHasItsDefaults_leavesOutWhatProductionAdds() {
        Template network = TemplateLibrary.shipped().template("network");

        assertThat(network.plan(Map.of("EnvironmentName", "dev")))
                .extracting(ResourcePlan::logicalId)
                .contains("NatGatewayA", "Vpc")
                .doesNotContain("NatGatewayB", "LogsEndpoint", "PublicAlbFromCallersHttps");
    }
}
