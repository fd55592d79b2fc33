package slipway.localcloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;

@NullMarked
class StackUpdateTest {
    private static final String REPLACED =
            "Requested update requires the creation of a new physical resource; hence creating one.";

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

    /** A needs B. */
    private static String pair(String a, String b) {
        return "Resources:\n  A: {Type: Test::Local::Thing, Properties: {Value: !Ref B, " + a + "}}\n"
                + "  B: {Type: Test::Local::Thing, Properties: {" + b + "}}\n";
    }

    @Test
    void update_when_property_changes_then_in_place() {
        cloud.create("s", pair("HangUpdate: false", "Value: one"));
        String b = cloud.physicalId("s", "B");
        cloud.update("s", pair("HangUpdate: false", "Value: two"));

        assertThat(cloud.events("s").subList(8, cloud.events("s").size()))
                .containsExactly(
                        "s UPDATE_IN_PROGRESS: User Initiated",
                        "B UPDATE_IN_PROGRESS",
                        "B UPDATE_COMPLETE",
                        "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "s UPDATE_COMPLETE");
        assertThat(cloud.physicalId("s", "B")).isEqualTo(b);
        assertThat(cloud.things.things).containsEntry(b, "two");
        assertThat(cloud.stack("s").lastUpdatedTime()).isNotNull();
    }

    @Test
    void update_when_create_only_property_changes_then_replaced_and_dependents_follow() {
        cloud.create("s", pair("FailUpdate: false", "Fixed: one"));
        String old = cloud.physicalId("s", "B");
        cloud.update("s", pair("FailUpdate: false", "Fixed: two"));

        assertThat(cloud.events("s").subList(8, cloud.events("s").size()))
                .containsExactly(
                        "s UPDATE_IN_PROGRESS: User Initiated",
                        "B UPDATE_IN_PROGRESS: " + REPLACED,
                        "B UPDATE_IN_PROGRESS: Resource creation Initiated",
                        "B UPDATE_COMPLETE",
                        "A UPDATE_IN_PROGRESS",
                        "A UPDATE_COMPLETE",
                        "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                        "B DELETE_IN_PROGRESS",
                        "B DELETE_COMPLETE",
                        "s UPDATE_COMPLETE");
        assertThat(cloud.physicalId("s", "B")).isNotEqualTo(old);
        assertThat(cloud.things.things)
                .hasSize(2)
                .doesNotContainKey(old)
                .containsEntry(cloud.physicalId("s", "A"), cloud.physicalId("s", "B"));
    }

    @Test
    void update_when_replaced_one_is_to_be_retained_then_skipped_in_cleanup() {
        String template =
                "Resources: {B: {Type: Test::Local::Thing, UpdateReplacePolicy: Retain, Properties: {Fixed: %s}}}";
        cloud.create("s", template.formatted("one"));
        cloud.update("s", template.formatted("two"));

        assertThat(cloud.events("s", "B")).endsWith("UPDATE_COMPLETE", "DELETE_SKIPPED");
        assertThat(cloud.things.things).hasSize(2);
    }

    @Test
    void update_when_named_resource_needs_replacing_then_refused_and_rolled_back() {
        String template = "Resources: {B: {Type: Test::Local::Thing, Properties: {Name: b, Fixed: %s}}}";
        cloud.create("s", template.formatted("one"));
        cloud.update("s", template.formatted("two"));

        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.events("s", "B"))
                .contains("UPDATE_FAILED: CloudFormation cannot update a stack when a custom-named resource requires"
                        + " replacing. Rename b and update the stack again.");
        assertThat(cloud.things.things).containsOnlyKeys("b");
    }

    @Test
    void update_when_resource_leaves_the_template_then_deleted_in_cleanup() {
        cloud.create("s", pair("Fail: false", "Value: one"));
        cloud.update("s", "Resources: {A: {Type: Test::Local::Thing, Properties: {Value: x}}}");

        assertThat(cloud.events("s", "B")).endsWith("CREATE_COMPLETE", "DELETE_IN_PROGRESS", "DELETE_COMPLETE");
        assertThat(cloud.resources("s")).containsOnlyKeys("A");
        assertThatThrownBy(() -> cloud.physicalId("s", "B"))
                .hasMessageContaining("Resource B does not exist for stack s");
    }

    @Test
    void update_when_one_fails_then_all_go_back_to_what_they_were() {
        cloud.create("s", pair("FailUpdate: false", "Value: one"));
        String b = cloud.physicalId("s", "B");
        cloud.update("s", pair("FailUpdate: true", "Value: two") + "  C: {Type: Test::Local::Thing}\n");

        assertThat(cloud.events("s", "s"))
                .endsWith(
                        "UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [A]. ",
                        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
                        "UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.events("s", "B"))
                .endsWith("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE");
        assertThat(cloud.events("s", "C")).endsWith("DELETE_IN_PROGRESS", "DELETE_COMPLETE");
        assertThat(cloud.things.things).hasSize(2).containsEntry(b, "one");
        assertThat(cloud.cloudFormation
                        .getTemplate(request -> request.stackName("s"))
                        .templateBody())
                .isEqualTo(pair("FailUpdate: false", "Value: one"));
    }

    @Test
    void update_when_replacement_fails_then_the_old_one_stays() {
        cloud.create("s", pair("FailUpdate: false", "Fixed: one"));
        String b = cloud.physicalId("s", "B");
        cloud.update("s", pair("FailUpdate: false", "Fixed: two, Fail: true"));

        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.physicalId("s", "B")).isEqualTo(b);
        assertThat(cloud.things.things).hasSize(2).containsKey(b);
    }

    @Test
    void update_when_later_one_fails_then_replaced_one_comes_back() {
        cloud.create("s", pair("FailUpdate: false", "Fixed: one"));
        String b = cloud.physicalId("s", "B");
        cloud.update("s", pair("FailUpdate: true", "Fixed: two"));

        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.physicalId("s", "B")).isEqualTo(b);
        assertThat(cloud.things.things).hasSize(2).containsEntry(cloud.physicalId("s", "A"), b);
    }

    @Test
    void update_when_rollback_fails_then_it_can_be_continued_or_skipped() {
        cloud.create("s", pair("FailUpdate: true", "Value: one"));
        cloud.update("s", pair("FailUpdate: true, Hang: false", "Value: two"));

        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_FAILED");
        assertThatThrownBy(() -> cloud.update("s", pair("FailUpdate: false", "Value: three")))
                .hasMessageContaining("is in UPDATE_ROLLBACK_FAILED state and can not be updated.");
        cloud.cloudFormation.continueUpdateRollback(
                request -> request.stackName("s").resourcesToSkip("A"));
        cloud.cloudFormation.await("s");
        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.things.things).containsEntry(cloud.physicalId("s", "B"), "one");
    }

    @Test
    void update_when_rollback_is_disabled_then_it_stops_and_can_be_mended() {
        cloud.create("s", pair("FailUpdate: false", "Value: one"));
        cloud.cloudFormation.updateStack(request ->
                request.stackName("s").disableRollback(true).templateBody(pair("FailUpdate: true", "Value: two")));
        cloud.cloudFormation.await("s");
        assertThat(cloud.status("s")).isEqualTo("UPDATE_FAILED");

        cloud.update("s", pair("FailUpdate: false", "Value: two"));
        assertThat(cloud.status("s")).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void rollbackStack_when_update_failed_then_back_to_what_held() {
        cloud.create("s", pair("FailUpdate: false", "Value: one"));
        cloud.cloudFormation.updateStack(request ->
                request.stackName("s").disableRollback(true).templateBody(pair("FailUpdate: true", "Value: two")));
        cloud.cloudFormation.await("s");
        cloud.cloudFormation.rollbackStack(request -> request.stackName("s"));
        cloud.cloudFormation.await("s");

        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.things.things).containsEntry(cloud.physicalId("s", "B"), "one");
    }

    @Test
    void cancel_when_updating_then_rolled_back() throws Exception {
        cloud.create("s", pair("HangUpdate: false", "Value: one"));
        cloud.cloudFormation.updateStack(
                request -> request.stackName("s").templateBody(pair("HangUpdate: true", "Value: two")));
        cloud.things.hanging.await();
        cloud.cloudFormation.cancelUpdateStack(request -> request.stackName("s"));
        cloud.cloudFormation.await("s");

        assertThat(cloud.events("s", "A")).contains("UPDATE_FAILED: Resource update cancelled");
        assertThat(cloud.events("s", "s")).contains("UPDATE_ROLLBACK_IN_PROGRESS: User Initiated");
        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThatThrownBy(() -> cloud.cloudFormation.cancelUpdateStack(request -> request.stackName("s")))
                .hasMessageContaining("CancelUpdateStack cannot be called from current stack status");
    }

    @Test
    void update_when_nothing_changes_then_no_updates() {
        cloud.create("s", pair("Fail: false", "Value: one"));

        assertThatThrownBy(() -> cloud.update("s", pair("Fail: false", "Value: one")))
                .hasMessageContaining("No updates are to be performed.");
        assertThatThrownBy(() -> cloud.update("s", "# a comment\n" + pair("Fail: false", "Value: one")))
                .hasMessageContaining("No updates are to be performed.");
    }

    @Test
    void update_when_previous_values_are_used_then_only_the_given_one_changes() {
        String template = """
                Parameters: {X: {Type: String}, Y: {Type: String, Default: d}}
                Resources: {A: {Type: Test::Local::Thing, Properties: {Value: !Sub '${X}-${Y}'}}}
                """;
        cloud.create("s", template, "X=1", "Y=2");
        cloud.cloudFormation.updateStack(request -> request.stackName("s")
                .usePreviousTemplate(true)
                .parameters(previous("X"), CloudFormationFixture.list("Y=3").getFirst()));
        cloud.cloudFormation.await("s");

        assertThat(cloud.things.things.values()).containsExactly("1-3");
        assertThatThrownBy(() -> cloud.cloudFormation.updateStack(request ->
                        request.stackName("s").usePreviousTemplate(true).parameters(previous("Z"))))
                .hasMessageContaining("Invalid input for parameter key Z");
    }

    private static Parameter previous(String key) {
        return Parameter.builder().parameterKey(key).usePreviousValue(true).build();
    }

    @Test
    void update_when_only_an_output_changes_then_updated() {
        cloud.create("s", "Resources: {A: {Type: Test::Local::Thing}}\nOutputs: {O: {Value: a}}");
        cloud.update("s", "Resources: {A: {Type: Test::Local::Thing}}\nOutputs: {O: {Value: b}}");

        assertThat(cloud.status("s")).isEqualTo("UPDATE_COMPLETE");
        assertThat(cloud.output("s", "O")).isEqualTo("b");
        assertThat(cloud.events("s", "A")).doesNotContain("UPDATE_IN_PROGRESS");
    }

    @Test
    void update_when_stack_tags_change_then_taggable_resources_follow() {
        String template = "Resources: {A: {Type: Test::Local::Thing, Properties: {Tags: [{Key: own, Value: x}]}}}";
        cloud.cloudFormation.createStack(request ->
                request.stackName("s").templateBody(template).tags(tag("Project", "p"), tag("own", "stack's")));
        cloud.cloudFormation.await("s");
        cloud.cloudFormation.updateStack(
                request -> request.stackName("s").usePreviousTemplate(true).tags(tag("Project", "q")));
        cloud.cloudFormation.await("s");

        var events = cloud.cloudFormation
                .describeStackEvents(request -> request.stackName("s"))
                .stackEvents();
        assertThat(events.getLast().resourceType()).isEqualTo("AWS::CloudFormation::Stack");
        assertThat(events.get(events.size() - 2).resourceProperties())
                .isEqualTo("{\"Tags\":[{\"Key\":\"own\",\"Value\":\"x\"},{\"Key\":\"Project\",\"Value\":\"p\"}]}");
        assertThat(events.get(2).resourceProperties())
                .isEqualTo("{\"Tags\":[{\"Key\":\"own\",\"Value\":\"x\"},{\"Key\":\"Project\",\"Value\":\"q\"}]}");
        assertThat(cloud.stack("s").tags()).containsExactly(tag("Project", "q"));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void update_when_resource_type_changes_then_refused() {
        cloud.create("s", "Resources: {A: {Type: Test::Local::Thing}}");

        assertThatThrownBy(() -> cloud.update("s", "Resources: {A: {Type: AWS::EC2::InternetGateway}}"))
                .hasMessageContaining("The new template modifies resource type of the following resources: [A]");
    }

    @Test
    void update_when_imported_export_would_change_then_rolled_back() {
        String from = """
                Resources: {A: {Type: Test::Local::Thing, Properties: {Name: a}}}
                Outputs: {A: {Value: %s, Export: {Name: the-a}}}
                """;
        cloud.create("from", from.formatted("x"));
        cloud.create("to", "Resources: {B: {Type: Test::Local::Thing, Properties: {Value: !ImportValue the-a}}}");
        cloud.update("from", from.formatted("y"));

        assertThat(cloud.status("from")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.events("from", "from"))
                .anyMatch(event -> event.contains("Cannot update export the-a as it is in use by to"));
        assertThat(cloud.output("from", "A")).isEqualTo("x");
    }

    @Test
    void update_when_stack_policy_denies_then_rolled_back_and_during_policy_overrides() {
        cloud.create("s", pair("Fail: false", "Value: one"));
        cloud.cloudFormation.setStackPolicy(request -> request.stackName("s").stackPolicyBody("""
                        {"Statement": [
                          {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
                          {"Effect": "Deny", "Action": "Update:Modify", "Principal": "*",
                           "Resource": "LogicalResourceId/B"}]}
                        """));
        cloud.update("s", pair("Fail: false", "Value: two"));
        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.events("s", "B"))
                .anyMatch(event -> event.startsWith("UPDATE_FAILED: Action denied by stack policy: Statement [#2]"));

        cloud.cloudFormation.updateStack(request -> request.stackName("s")
                .templateBody(pair("Fail: false", "Value: two"))
                .stackPolicyDuringUpdateBody("""
                        {"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}
                        """));
        cloud.cloudFormation.await("s");
        assertThat(cloud.status("s")).isEqualTo("UPDATE_COMPLETE");
        assertThatThrownBy(() -> cloud.cloudFormation.setStackPolicy(
                        request -> request.stackName("s").stackPolicyBody("{\"Statement\": 1}")))
                .hasMessageContaining("Error validating stack policy: Invalid stack policy");
    }

    @Test
    void update_when_same_token_then_nothing_new_starts() {
        cloud.create("s", pair("Fail: false", "Value: one"));
        for (int i = 0; i < 2; i++) {
            cloud.cloudFormation.updateStack(request ->
                    request.stackName("s").clientRequestToken("t").templateBody(pair("Fail: false", "Value: two")));
            cloud.cloudFormation.await("s");
        }

        assertThat(cloud.events("s", "s").stream().filter(event -> event.startsWith("UPDATE_IN_PROGRESS")))
                .hasSize(1);
    }

    @Test
    void create_when_failed_without_rollback_then_update_makes_the_rest() {
        cloud.cloudFormation.createStack(request ->
                request.stackName("s").disableRollback(true).templateBody(pair("Hang: false", "Fail: true")));
        cloud.cloudFormation.await("s");
        cloud.update("s", pair("Hang: false", "Fail: false"));

        assertThat(cloud.status("s")).isEqualTo("UPDATE_COMPLETE");
        assertThat(cloud.resources("s").values()).containsExactly("CREATE_COMPLETE", "CREATE_COMPLETE");
        assertThat(cloud.things.things).hasSize(2);
    }
}
