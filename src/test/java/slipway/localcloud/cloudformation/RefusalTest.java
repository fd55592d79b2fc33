package slipway.localcloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.InsufficientCapabilitiesException;

/** What is refused before anything starts, with AWS's code and words, and the place. */
@NullMarked
class RefusalTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private CloudFormationFixture cloud;

    @BeforeEach
    void start() {
        cloud = new CloudFormationFixture(folder);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static final Map<String, String> TEMPLATES = Map.of(
            "wrong type", """
                    Resources:
                      Vpc:
                        Type: AWS::EC2::VCP
                    """,
            "missing ref", """
                    Resources:
                      Vpc:
                        Type: AWS::EC2::VPC
                        Properties:
                          CidrBlock: !Ref Cidr
                    """,
            "cycle", """
                    Resources:
                      One:
                        Type: AWS::EC2::InternetGateway
                        DependsOn: Two
                      Two:
                        Type: AWS::EC2::InternetGateway
                        DependsOn: One
                    """,
            "duplicate key", """
                    Resources:
                      Vpc:
                        Type: AWS::EC2::VPC
                        Type: AWS::EC2::VPC
                    """,
            "no YAML", """
                    Resources:
                      Vpc:
                        Type: AWS::EC2::VPC
                       Properties: {}
                    """,
            "wrong property", """
                    Resources:
                      Vpc:
                        Type: AWS::EC2::VPC
                        Properties:
                          Cidr: 10.0.0.0/16
                    """,
            "wrong value", """
                    Resources:
                      Vpc:
                        Type: AWS::EC2::VPC
                        Properties:
                          EnableDnsSupport: perhaps
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong type|Template format error: Unrecognized resource types: [AWS::EC2::VCP] (Vpc, line 3, column 11)",
                "missing ref|Template format error: Unresolved resource dependencies [Cidr] in the Resources block of the"
                        + " template (Vpc, line 5, column 18)",
                "cycle|Circular dependency between resources: [One, Two] (One, line 2, column 3)",
                "duplicate key|Template format error: duplicate key 'Type', first given on line 3 (line 4, column 5)",
                "no YAML|(line 4, column 4)",
                "wrong property|Property validation failure: [Encountered unsupported properties in {/}: [Cidr]]"
                        + " (Vpc, line 5, column 7)",
            })
    void every_call_when_template_does_not_hold_then_refused_with_place(String name, String sentence) {
        String body = String.valueOf(TEMPLATES.get(name));
        refused(it -> it.createStack(request -> request.stackName("s").templateBody(body)), sentence);
        refused(
                it -> it.createChangeSet(request -> request.stackName("s")
                        .changeSetName("c")
                        .changeSetType("CREATE")
                        .templateBody(body)),
                sentence);
        refused(it -> it.validateTemplate(request -> request.templateBody(body)), sentence);
        refused(it -> it.getTemplateSummary(request -> request.templateBody(body)), sentence);
        assertThat(cloud.cloudFormation.describeStacks().stacks()).isEmpty();
    }

    private void refused(Consumer<LocalCloudFormation> call, String sentence) {
        assertThatThrownBy(() -> call.accept(cloud.cloudFormation))
                .isInstanceOfSatisfying(CloudFormationException.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
                    assertThat(error.awsErrorDetails().errorMessage()).contains(sentence);
                    assertThat(error.statusCode()).isEqualTo(400);
                });
    }

    @Test
    void create_when_value_has_the_wrong_shape_then_refused() {
        refused(
                it -> it.createStack(
                        request -> request.stackName("s").templateBody(String.valueOf(TEMPLATES.get("wrong value")))),
                "Property validation failure: [Value of property {/EnableDnsSupport} does not match type {Boolean}]"
                        + " (Vpc, line 2, column 3)");
    }

    @Test
    void create_when_capability_is_missing_then_insufficient() {
        String template = "Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}%s}}}";

        assertThatThrownBy(() -> cloud.create("s", template.formatted("")))
                .isInstanceOf(InsufficientCapabilitiesException.class)
                .hasMessageContaining("Requires capabilities : [CAPABILITY_IAM]");
        assertThatThrownBy(() -> cloud.cloudFormation.createStack(request -> request.stackName("s")
                        .capabilitiesWithStrings("CAPABILITY_IAM")
                        .templateBody(template.formatted(", RoleName: r"))))
                .hasMessageContaining("Requires capabilities : [CAPABILITY_NAMED_IAM]");
        cloud.cloudFormation.createStack(request -> request.stackName("s")
                .capabilitiesWithStrings("CAPABILITY_NAMED_IAM")
                .templateBody(template.formatted(", RoleName: r")));
        cloud.cloudFormation.await("s");
        assertThat(cloud.physicalId("s", "R")).isEqualTo("r");
    }

    @Test
    void create_when_request_is_wrong_then_refused() {
        String template = "Resources: {R: {Type: AWS::EC2::InternetGateway}}";
        refused(
                it -> it.createStack(request -> request.stackName("*@_$").templateBody(template)),
                "Value '*@_$' at 'stackName' failed to satisfy constraint");
        refused(
                it -> it.createStack(request -> request.stackName("s")),
                "Either Template URL or Template Body must be specified.");
        refused(
                it -> it.createStack(request -> request.stackName("s").templateBody(template + " ".repeat(51_200))),
                "at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200");
        refused(
                it -> it.createStack(request -> request.stackName("s").templateURL("https://x.s3.amazonaws.com/t")),
                "TemplateURL must be a supported URL.");
        refused(
                it -> it.createStack(
                        request -> request.stackName("s").templateBody(template).resourceTypes("AWS::SNS::*")),
                "Resource type AWS::EC2::InternetGateway is not allowed by parameter ResourceTypes [AWS::SNS::*]");
        refused(
                it -> it.createStack(request -> request.stackName("s")
                        .templateBody(template)
                        .rollbackConfiguration(configuration -> configuration.rollbackTriggers(
                                software.amazon.awssdk.services.cloudformation.model.RollbackTrigger.builder()
                                        .arn("a")
                                        .type("AWS::CloudWatch::Alarm")
                                        .build()))),
                "RollbackTriggers are not supported by the local cloud");
    }

    @Test
    void calls_when_option_would_not_be_obeyed_then_refused() {
        String template = "Resources: {R: {Type: AWS::EC2::InternetGateway}}";
        refused(
                it -> it.createStack(
                        request -> request.stackName("s").templateBody(template).retainExceptOnCreate(true)),
                "RetainExceptOnCreate is not supported by the local cloud as a parameter");
        refused(
                it -> it.deleteStack(request -> request.stackName("s").deletionMode("FORCE_DELETE_STACK")),
                "FORCE_DELETE_STACK is not supported by the local cloud");
        refused(
                it -> it.createChangeSet(request -> request.stackName("s")
                        .changeSetName("c")
                        .changeSetType("CREATE")
                        .templateBody(template)
                        .importExistingResources(true)),
                "ImportExistingResources is not supported by the local cloud");
    }

    @Test
    void calls_when_stack_is_not_there_then_each_says_so_in_its_words() {
        refused(it -> it.describeStacks(request -> request.stackName("s")), "Stack with id s does not exist");
        refused(it -> it.describeStackEvents(request -> request.stackName("s")), "Stack [s] does not exist");
        refused(it -> it.updateStack(request -> request.stackName("s").templateBody("x")), "Stack [s] does not exist");
        refused(
                it -> it.describeStackResource(request -> request.stackName("s").logicalResourceId("r")),
                "Stack 's' does not exist");
        refused(it -> it.getTemplate(request -> {}), "StackName is required if ChangeSetName is not specified.");
        cloud.cloudFormation.deleteStack(request -> request.stackName("s"));
    }

    @Test
    void update_when_stack_was_deleted_then_refused() {
        String id = cloud.create("s", "Resources: {R: {Type: AWS::EC2::InternetGateway}}");
        cloud.delete("s");

        refused(
                it -> it.updateStack(request -> request.stackName(id).templateBody("x")),
                "Stack:" + id + " is in DELETE_COMPLETE state and can not be updated.");
    }

    @Test
    void validateTemplate_when_it_holds_then_parameters_and_capabilities() {
        var valid = cloud.cloudFormation.validateTemplate(request -> request.templateBody("""
                Description: what it is
                Parameters: {P: {Type: String, Default: d, Description: a parameter, NoEcho: true}}
                Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}}
                """));

        assertThat(valid.description()).isEqualTo("what it is");
        assertThat(valid.parameters())
                .extracting(p -> p.parameterKey() + " " + p.defaultValue() + " " + p.description() + " " + p.noEcho())
                .containsExactly("P d a parameter true");
        assertThat(valid.capabilitiesAsStrings()).containsExactly("CAPABILITY_IAM");
    }

    @Test
    void describeStackEvents_when_many_then_paged_without_gap_or_double() {
        var template = new StringBuilder("Resources:\n");
        for (int i = 0; i < 80; i++) {
            template.append("  R").append(i).append(": {Type: AWS::EC2::InternetGateway}\n");
        }
        cloud.create("s", template.toString());

        var first = cloud.cloudFormation.describeStackEvents(request -> request.stackName("s"));
        assertThat(first.stackEvents()).hasSize(100);
        assertThat(cloud.cloudFormation
                        .describeStackEventsPaginator(request -> request.stackName("s"))
                        .stackEvents())
                .extracting(event -> event.eventId())
                .hasSize(242)
                .doesNotHaveDuplicates();
    }
}
