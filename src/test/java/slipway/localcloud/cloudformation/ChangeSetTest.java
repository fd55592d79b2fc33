package slipway.localcloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

@NullMarked
class ChangeSetTest {
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

    private static final String TEMPLATE = """
            Parameters: {P: {Type: String, Default: p}}
            Resources:
              A: {Type: Test::Local::Thing, Properties: {Value: !Ref B, Hang: false}}
              B: {Type: Test::Local::Thing, Properties: {Value: !Ref P, Fixed: one}}
              C: {Type: Test::Local::Thing, Properties: {Value: !GetAtt B.Value}}
            """;

    private String make(String name, ChangeSetType type, String template, String... parameters) {
        return cloud.cloudFormation
                .createChangeSet(request -> request.stackName("s")
                        .changeSetName(name)
                        .changeSetType(type)
                        .templateBody(template)
                        .parameters(CloudFormationFixture.list(parameters)))
                .id();
    }

    private DescribeChangeSetResponse describe(String id) {
        return cloud.cloudFormation.describeChangeSet(
                request -> request.changeSetName(id).includePropertyValues(true));
    }

    private List<ResourceChange> changes(String id) {
        return describe(id).changes().stream()
                .map(change -> change.resourceChange())
                .toList();
    }

    /** One line for each detail: property, recreation, evaluation, source, cause. */
    private static List<String> details(ResourceChange change) {
        return change.details().stream()
                .map(detail -> detail.target().name() + " " + detail.target().requiresRecreationAsString() + " "
                        + detail.evaluationAsString() + " " + detail.changeSourceAsString()
                        + (detail.causingEntity() == null ? "" : " " + detail.causingEntity()))
                .toList();
    }

    @Test
    void create_when_new_stack_then_reviewed_and_executed() {
        String id = make("first", ChangeSetType.CREATE, TEMPLATE);

        assertThat(cloud.status("s")).isEqualTo("REVIEW_IN_PROGRESS");
        assertThat(cloud.stack("s").stackStatusReason()).isEqualTo("User Initiated");
        assertThat(describe(id).statusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(describe(id).executionStatusAsString()).isEqualTo("AVAILABLE");
        assertThat(changes(id))
                .extracting(change -> change.actionAsString() + " " + change.logicalResourceId())
                .containsExactly("Add A", "Add B", "Add C");
        assertThat(changes(id).getFirst().afterContext())
                .isEqualTo("{\"Properties\":{\"Value\":\"{{changeSet:KNOWN_AFTER_APPLY}}\",\"Hang\":\"false\"}}");
        assertThat(cloud.things.calls).isEmpty();

        cloud.cloudFormation.executeChangeSet(request -> request.changeSetName(id));
        cloud.cloudFormation.await("s");
        assertThat(cloud.events("s", "s"))
                .containsExactly(
                        "REVIEW_IN_PROGRESS: User Initiated", "CREATE_IN_PROGRESS: User Initiated", "CREATE_COMPLETE");
        assertThat(cloud.stack("s").changeSetId()).isEqualTo(id);
        assertThat(describe(id).executionStatusAsString()).isEqualTo("EXECUTE_COMPLETE");
    }

    @Test
    void changes_when_parameter_changes_then_static_reference_and_dynamic_property() {
        cloud.create("s", TEMPLATE);
        String id = make("c", ChangeSetType.UPDATE, TEMPLATE, "P=q");

        ResourceChange b = changes(id).getFirst();
        assertThat(b.logicalResourceId()).isEqualTo("B");
        assertThat(b.replacementAsString()).isEqualTo("False");
        assertThat(b.scopeAsStrings()).containsExactly("Properties");
        assertThat(details(b))
                .containsExactly("Value Never Static ParameterReference P", "Value Never Dynamic DirectModification");
        assertThat(b.details().getFirst().target().beforeValue()).isEqualTo("p");
        assertThat(b.details().getFirst().target().afterValue()).isEqualTo("q");
        ResourceChange c = changes(id).get(1);
        assertThat(c.logicalResourceId()).isEqualTo("C");
        assertThat(details(c)).containsExactly("Value Never Dynamic ResourceAttribute B.Value");
    }

    @Test
    void changes_when_create_only_property_changes_then_replacement_and_references() {
        cloud.create("s", TEMPLATE);
        String id = make("c", ChangeSetType.UPDATE, TEMPLATE.replace("Fixed: one", "Fixed: two"));

        assertThat(changes(id))
                .extracting(change -> change.logicalResourceId() + " " + change.replacementAsString() + " "
                        + change.policyActionAsString())
                .containsExactly("A False null", "B True ReplaceAndDelete", "C False null");
        assertThat(details(changes(id).get(0))).containsExactly("Value Never Static ResourceReference B");
        assertThat(details(changes(id).get(1))).containsExactly("Fixed Always Static DirectModification");
        assertThat(changes(id).get(1).physicalResourceId()).isEqualTo(cloud.physicalId("s", "B"));
        assertThat(details(changes(id).get(2))).containsExactly("Value Never Static ResourceAttribute B.Value");
    }

    @Test
    void changes_when_resource_leaves_then_remove_with_what_becomes_of_it() {
        cloud.create("s", """
                Resources:
                  A: {Type: Test::Local::Thing}
                  B: {Type: Test::Local::Thing, DeletionPolicy: Retain}
                  C: {Type: Test::Local::Thing}
                """);
        String id = make("c", ChangeSetType.UPDATE, "Resources: {A: {Type: Test::Local::Thing}}");

        assertThat(changes(id))
                .extracting(change -> change.actionAsString() + " " + change.logicalResourceId() + " "
                        + change.policyActionAsString())
                .containsExactly("Remove B Retain", "Remove C Delete");
    }

    @Test
    void create_when_nothing_changes_then_failed_and_not_executable() {
        cloud.create("s", TEMPLATE);
        String id = make("c", ChangeSetType.UPDATE, TEMPLATE);

        assertThat(describe(id).statusAsString()).isEqualTo("FAILED");
        assertThat(describe(id).executionStatusAsString()).isEqualTo("UNAVAILABLE");
        assertThat(describe(id).statusReason())
                .isEqualTo("The submitted information didn't contain changes. Submit different information to create a"
                        + " change set.");
        assertThatThrownBy(() -> cloud.cloudFormation.executeChangeSet(request -> request.changeSetName(id)))
                .isInstanceOf(InvalidChangeSetStatusException.class)
                .hasMessageContaining("ChangeSet [" + id + "] cannot be executed in its current status of [FAILED]");
    }

    @Test
    void execute_when_others_are_there_then_they_go() {
        cloud.create("s", TEMPLATE);
        String other = make("other", ChangeSetType.UPDATE, TEMPLATE, "P=x");
        String id = make("c", ChangeSetType.UPDATE, TEMPLATE, "P=q");
        cloud.cloudFormation.executeChangeSet(
                request -> request.changeSetName("c").stackName("s"));
        cloud.cloudFormation.await("s");

        assertThat(cloud.status("s")).isEqualTo("UPDATE_COMPLETE");
        assertThat(cloud.things.things).containsEntry(cloud.physicalId("s", "B"), "q");
        assertThat(cloud.cloudFormation
                        .listChangeSets(request -> request.stackName("s"))
                        .summaries())
                .extracting(summary -> summary.changeSetId())
                .containsExactly(id);
        assertThatThrownBy(() -> describe(other)).isInstanceOf(ChangeSetNotFoundException.class);
    }

    @Test
    void execute_when_executed_before_then_refused() {
        String id = make("first", ChangeSetType.CREATE, TEMPLATE);
        cloud.cloudFormation.executeChangeSet(request -> request.changeSetName(id));
        cloud.cloudFormation.await("s");

        assertThatThrownBy(() -> cloud.cloudFormation.executeChangeSet(request -> request.changeSetName(id)))
                .isInstanceOf(InvalidChangeSetStatusException.class);
    }

    @Test
    void create_when_stack_is_in_review_then_change_set_is_obsolete() {
        String id = make("first", ChangeSetType.CREATE, TEMPLATE);
        cloud.create("s", TEMPLATE);

        assertThat(cloud.status("s")).isEqualTo("CREATE_COMPLETE");
        assertThat(describe(id).executionStatusAsString()).isEqualTo("OBSOLETE");
    }

    @Test
    void delete_when_there_or_not_then_gone() {
        String id = make("first", ChangeSetType.CREATE, TEMPLATE);
        cloud.cloudFormation.deleteChangeSet(request -> request.changeSetName(id));
        cloud.cloudFormation.deleteChangeSet(request -> request.changeSetName(id));

        assertThatThrownBy(() -> describe(id)).hasMessageContaining("ChangeSet [" + id + "] does not exist");
        assertThatThrownBy(() -> cloud.cloudFormation.deleteChangeSet(
                        request -> request.changeSetName("x").stackName("nostack")))
                .hasMessageContaining("Stack [nostack] does not exist");
        assertThatThrownBy(() -> cloud.cloudFormation.deleteChangeSet(request -> request.changeSetName("x")))
                .hasMessageContaining("StackName must be specified if ChangeSetName is not specified as an ARN.");
    }

    @Test
    void create_when_type_does_not_fit_the_stack_then_refused() {
        assertThatThrownBy(() -> make("c", ChangeSetType.UPDATE, TEMPLATE))
                .hasMessageContaining("Stack [s] does not exist");
        cloud.create("s", TEMPLATE);
        assertThatThrownBy(() -> make("c", ChangeSetType.CREATE, TEMPLATE))
                .hasMessageContaining("Stack [s] already exists and cannot be created again with the changeSet [c].");
    }
}
