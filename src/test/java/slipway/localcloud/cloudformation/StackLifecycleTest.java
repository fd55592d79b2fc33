package slipway.localcloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;

@NullMarked
class StackLifecycleTest {
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

    private static final String CHAIN = """
            Resources:
              A: {Type: Test::Local::Thing, Properties: {Value: !Ref B}}
              B: {Type: Test::Local::Thing, Properties: {Value: !GetAtt C.Arn}}
              C: {Type: Test::Local::Thing, Properties: {Name: c}}
            Outputs:
              Out: {Value: !Sub '${A}/${B.Value}', Description: both}
            """;

    @Test
    void create_when_resources_need_one_another_then_events_in_order() {
        cloud.create("chain", CHAIN);

        assertThat(cloud.events("chain"))
                .containsExactly(
                        "chain CREATE_IN_PROGRESS: User Initiated",
                        "C CREATE_IN_PROGRESS",
                        "C CREATE_IN_PROGRESS: Resource creation Initiated",
                        "C CREATE_COMPLETE",
                        "B CREATE_IN_PROGRESS",
                        "B CREATE_IN_PROGRESS: Resource creation Initiated",
                        "B CREATE_COMPLETE",
                        "A CREATE_IN_PROGRESS",
                        "A CREATE_IN_PROGRESS: Resource creation Initiated",
                        "A CREATE_COMPLETE",
                        "chain CREATE_COMPLETE");
        assertThat(cloud.output("chain", "Out")).isEqualTo(cloud.physicalId("chain", "A") + "/arn:thing:c");
        assertThat(cloud.physicalId("chain", "A")).matches("chain-A-[A-Za-z0-9]{12}");
    }

    @Test
    void create_when_first_event_then_no_physical_id_yet() {
        cloud.create("chain", CHAIN);

        var events = cloud.cloudFormation
                .describeStackEvents(request -> request.stackName("chain"))
                .stackEvents()
                .reversed();
        assertThat(events.get(1).physicalResourceId()).isEmpty();
        assertThat(events.get(2).physicalResourceId()).isEqualTo("c");
        assertThat(events.get(1).resourceProperties()).isEqualTo("{\"Name\":\"c\"}");
        assertThat(events).extracting(event -> event.eventId()).doesNotHaveDuplicates();
    }

    @Test
    void create_when_condition_does_not_hold_then_resource_is_left_out() {
        cloud.create("some", """
                Parameters: {All: {Type: String}}
                Conditions: {HasAll: !Equals [!Ref All, 'true']}
                Resources:
                  A: {Type: Test::Local::Thing}
                  B: {Type: Test::Local::Thing, Condition: HasAll, DependsOn: A}
                Outputs:
                  B: {Condition: HasAll, Value: !Ref B}
                """, "All=false");

        assertThat(cloud.resources("some")).containsOnlyKeys("A");
        assertThat(cloud.stack("some").outputs()).isEmpty();
    }

    @Test
    void create_when_resource_fails_then_rolled_back_with_cause() {
        cloud.create("bad", """
                Resources:
                  A: {Type: Test::Local::Thing}
                  B: {Type: Test::Local::Thing, DependsOn: A, Properties: {Fail: true}}
                  C: {Type: Test::Local::Thing, DependsOn: B}
                """);

        assertThat(cloud.status("bad")).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(cloud.events("bad", "bad"))
                .containsExactly(
                        "CREATE_IN_PROGRESS: User Initiated",
                        "ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [B]. Rollback requested by"
                                + " user.",
                        "ROLLBACK_COMPLETE");
        assertThat(cloud.events("bad", "B").get(1))
                .startsWith(
                        "CREATE_FAILED: Resource handler returned message: \"it was told to fail\" (RequestToken: ");
        assertThat(cloud.events("bad", "A")).endsWith("DELETE_IN_PROGRESS", "DELETE_COMPLETE");
        assertThat(cloud.events("bad", "C")).isEmpty();
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void create_when_other_fails_then_waiting_one_is_cancelled() {
        cloud.create("bad", """
                Resources:
                  A: {Type: Test::Local::Thing, Properties: {Hang: true}}
                  B: {Type: Test::Local::Thing, Properties: {Fail: true}}
                """);

        assertThat(cloud.events("bad", "A")).contains("CREATE_FAILED: Resource creation cancelled");
        assertThat(cloud.events("bad", "bad").get(1)).contains("failed to create: [A, B]");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void create_when_rollback_is_disabled_then_independent_branches_finish() {
        cloud.cloudFormation.createStack(
                request -> request.stackName("bad").disableRollback(true).templateBody("""
                        Resources:
                          A: {Type: Test::Local::Thing, Properties: {Fail: true}}
                          B: {Type: Test::Local::Thing, DependsOn: A}
                          C: {Type: Test::Local::Thing}
                          D: {Type: Test::Local::Thing, DependsOn: C}
                        """));
        cloud.cloudFormation.await("bad");

        assertThat(cloud.status("bad")).isEqualTo("CREATE_FAILED");
        assertThat(cloud.resources("bad"))
                .containsOnlyKeys("A", "C", "D")
                .containsEntry("A", "CREATE_FAILED")
                .containsEntry("D", "CREATE_COMPLETE");
        cloud.delete("bad");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void create_when_on_failure_is_delete_then_stack_is_deleted() {
        String id = cloud.cloudFormation
                .createStack(request -> request.stackName("bad")
                        .onFailure(OnFailure.DELETE)
                        .templateBody("Resources: {A: {Type: Test::Local::Thing, Properties: {Fail: true}}}"))
                .stackId();
        cloud.cloudFormation.await(id);

        assertThat(cloud.status(id)).isEqualTo("DELETE_COMPLETE");
    }

    @Test
    void delete_when_chained_then_reverse_order() {
        String id = cloud.create("chain", CHAIN);
        cloud.things.calls.clear();
        cloud.delete("chain");

        assertThat(cloud.things.calls).containsExactly("delete A", "delete B", "delete C");
        assertThat(cloud.events(id, "A")).endsWith("DELETE_IN_PROGRESS", "DELETE_COMPLETE");
        assertThat(cloud.events(id, "chain")).endsWith("DELETE_IN_PROGRESS: User Initiated", "DELETE_COMPLETE");
        assertThat(cloud.status(id)).isEqualTo("DELETE_COMPLETE");
        assertThatThrownBy(() -> cloud.stack("chain")).hasMessageContaining("Stack with id chain does not exist");
    }

    @Test
    void delete_when_resource_cannot_go_then_delete_failed_and_can_be_retained() {
        String id = cloud.create("held", CHAIN);
        cloud.things.deletesFail = true;
        cloud.delete("held");

        assertThat(cloud.status("held")).isEqualTo("DELETE_FAILED");
        assertThat(cloud.stack("held").stackStatusReason())
                .isEqualTo("The following resource(s) failed to delete: [A]. ");
        cloud.things.deletesFail = false;
        cloud.cloudFormation.deleteStack(request -> request.stackName("held").retainResources("A"));
        cloud.cloudFormation.await(id);
        assertThat(cloud.status(id)).isEqualTo("DELETE_COMPLETE");
        assertThat(cloud.events(id, "A")).endsWith("DELETE_SKIPPED");
        assertThat(cloud.things.things).hasSize(1);
    }

    @Test
    void delete_when_policy_is_retain_then_skipped() {
        String id = cloud.create("kept", """
                Resources:
                  A: {Type: Test::Local::Thing, DeletionPolicy: Retain}
                  B: {Type: Test::Local::Thing, DeletionPolicy: RetainExceptOnCreate}
                  C: {Type: Test::Local::Thing, DeletionPolicy: Delete}
                """);
        cloud.delete("kept");

        assertThat(cloud.status(id)).isEqualTo("DELETE_COMPLETE");
        assertThat(cloud.events(id, "A")).endsWith("DELETE_SKIPPED");
        assertThat(cloud.events(id, "B")).endsWith("DELETE_SKIPPED");
        assertThat(cloud.things.things).hasSize(2);
    }

    @Test
    void create_when_rolled_back_then_retain_except_on_create_lets_go() {
        cloud.create("bad", """
                Resources:
                  A: {Type: Test::Local::Thing, DeletionPolicy: Retain}
                  B: {Type: Test::Local::Thing, DeletionPolicy: RetainExceptOnCreate}
                  C: {Type: Test::Local::Thing, DependsOn: [A, B], Properties: {Fail: true}}
                """);

        assertThat(cloud.events("bad", "A")).endsWith("DELETE_SKIPPED");
        assertThat(cloud.events("bad", "B")).endsWith("DELETE_COMPLETE");
    }

    @Test
    void delete_while_creating_then_create_is_called_off() throws Exception {
        String id = cloud.cloudFormation
                .createStack(request -> request.stackName("slow")
                        .templateBody("Resources: {A: {Type: Test::Local::Thing, Properties: {Hang: true}}}"))
                .stackId();
        cloud.things.hanging.await();
        cloud.cloudFormation.deleteStack(request -> request.stackName("slow"));
        cloud.cloudFormation.await(id);

        assertThat(cloud.status(id)).isEqualTo("DELETE_COMPLETE");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void delete_when_protected_then_refused() {
        cloud.cloudFormation.createStack(request ->
                request.stackName("safe").enableTerminationProtection(true).templateBody(CHAIN));
        cloud.cloudFormation.await("safe");

        assertThatThrownBy(() -> cloud.delete("safe"))
                .hasMessageContaining("Stack [safe] cannot be deleted while TerminationProtection is enabled");
        cloud.cloudFormation.updateTerminationProtection(
                request -> request.stackName("safe").enableTerminationProtection(false));
        cloud.delete("safe");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void create_when_name_is_taken_then_already_exists() {
        cloud.create("chain", CHAIN);

        assertThatThrownBy(() -> cloud.create("chain", CHAIN))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("Stack [chain] already exists");
    }

    @Test
    void create_when_same_token_then_same_stack() {
        String first = cloud.cloudFormation
                .createStack(request ->
                        request.stackName("chain").templateBody(CHAIN).clientRequestToken("t1"))
                .stackId();
        String second = cloud.cloudFormation
                .createStack(request ->
                        request.stackName("chain").templateBody(CHAIN).clientRequestToken("t1"))
                .stackId();
        cloud.cloudFormation.await("chain");

        assertThat(second).isEqualTo(first);
        assertThat(cloud.things.calls).hasSize(3);
    }

    @Test
    void delete_when_export_is_imported_then_refused() {
        cloud.create("from", """
                Resources: {A: {Type: Test::Local::Thing, Properties: {Name: a}}}
                Outputs: {A: {Value: !Ref A, Export: {Name: the-a}}}
                """);
        String to = cloud.create("to", """
                Resources: {B: {Type: Test::Local::Thing, Properties: {Value: !ImportValue the-a}}}
                """);

        assertThat(cloud.cloudFormation.listExports().exports())
                .extracting(export -> export.name() + "=" + export.value())
                .containsExactly("the-a=a");
        assertThat(cloud.cloudFormation
                        .listImports(request -> request.exportName("the-a"))
                        .imports())
                .containsExactly("to");
        assertThatThrownBy(() -> cloud.delete("from")).hasMessageContaining("the-a as it is in use by to");
        cloud.delete("to");
        assertThat(cloud.status(to)).isEqualTo("DELETE_COMPLETE");
        cloud.delete("from");
    }

    @Test
    void create_when_export_is_taken_then_refused() {
        String template = """
                Resources: {A: {Type: Test::Local::Thing}}
                Outputs: {A: {Value: x, Export: {Name: the-a}}}
                """;
        cloud.create("one", template);

        assertThatThrownBy(() -> cloud.create("two", template))
                .hasMessageContaining("Export with name the-a is already exported by stack one");
    }

    @Test
    void create_when_it_takes_longer_than_its_timeout_then_rolled_back() {
        cloud.clock(60);
        cloud.cloudFormation.createStack(request -> request.stackName("s")
                .timeoutInMinutes(1)
                .templateBody("Resources: {A: {Type: Test::Local::Thing, Properties: {Hang: true}}}"));
        cloud.cloudFormation.await("s");

        assertThat(cloud.status("s")).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(cloud.events("s", "s"))
                .contains("ROLLBACK_IN_PROGRESS: Stack creation time exceeded the specified timeout. Rollback requested"
                        + " by user.");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void describe_when_parameter_is_no_echo_then_asterisks_everywhere() {
        cloud.create("s", """
                Parameters: {P: {Type: String, NoEcho: true}}
                Resources: {A: {Type: Test::Local::Thing, Properties: {Value: !Sub 'x-${P}'}}}
                """, "P=hunter2");
        String changeSet = cloud.cloudFormation
                .createChangeSet(request -> request.stackName("s")
                        .changeSetName("c")
                        .usePreviousTemplate(true)
                        .parameters(CloudFormationFixture.list("P=hunter3")))
                .id();

        assertThat(cloud.things.things.values()).containsExactly("x-hunter2");
        assertThat(cloud.stack("s").toString()).doesNotContain("hunter");
        assertThat(cloud.cloudFormation
                        .describeStackEvents(request -> request.stackName("s"))
                        .stackEvents()
                        .get(1)
                        .resourceProperties())
                .isEqualTo("{\"Value\":\"x-****\"}");
        var changes = cloud.cloudFormation
                .describeChangeSet(request -> request.changeSetName(changeSet).includePropertyValues(true))
                .changes();
        assertThat(changes).hasSize(1);
        assertThat(changes.toString()).contains("x-****").doesNotContain("hunter");
    }

    @Test
    void create_when_many_metadata_resources_then_quick() {
        var template = new StringBuilder("Resources:\n");
        for (int i = 0; i < 200; i++) {
            template.append("  V").append(i).append(": {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n");
        }
        cloud.create("warm", CHAIN);
        long begin = System.nanoTime();
        cloud.create("many", template.toString());
        long millis = (System.nanoTime() - begin) / 1_000_000;

        assertThat(cloud.resources("many")).hasSize(200);
        assertThat(millis).isLessThan(2_000);
    }
}
