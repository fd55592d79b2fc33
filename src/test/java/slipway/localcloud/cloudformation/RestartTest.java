package slipway.localcloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there after the local cloud ended, at rest and in the middle of something. */
@NullMarked
class RestartTest {
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

    private static String hanging(String property) {
        return """
                Resources:
                  A: {Type: Test::Local::Thing, Properties: {Value: a}}
                  B: {Type: Test::Local::Thing, DependsOn: A, Properties: {%s: true}}
                Outputs: {O: {Value: !Ref A, Export: {Name: e}}}
                """.formatted(property);
    }

    @Test
    void restart_when_at_rest_then_everything_is_as_it_was() {
        cloud.create("s", hanging("HangUpdate"));
        var stack = cloud.stack("s");
        var events = cloud.events("s");
        cloud.restart();

        assertThat(cloud.stack("s")).isEqualTo(stack);
        assertThat(cloud.events("s")).isEqualTo(events);
        assertThat(cloud.cloudFormation.listExports().exports()).hasSize(1);
        cloud.delete("s");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void restart_when_creating_then_rolled_back_and_nothing_is_left() throws Exception {
        cloud.cloudFormation.createStack(request -> request.stackName("s").templateBody(hanging("Hang")));
        cloud.things.hanging.await();
        cloud.restart();
        cloud.cloudFormation.await("s");

        assertThat(cloud.status("s")).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(cloud.events("s", "s"))
                .contains("ROLLBACK_IN_PROGRESS: The local cloud ended while this was under way. Rollback requested by"
                        + " user.");
        assertThat(cloud.events("s", "B")).contains("CREATE_FAILED: The local cloud ended while this was under way. ");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void restart_when_updating_then_rolled_back() throws Exception {
        cloud.create("s", hanging("FailUpdate").replace("true", "false"));
        cloud.cloudFormation.updateStack(request ->
                request.stackName("s").templateBody(hanging("HangUpdate").replace("Value: a", "Value: b")));
        cloud.things.hanging.await();
        cloud.restart();
        cloud.cloudFormation.await("s");

        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.things.things).hasSize(2).containsEntry(cloud.physicalId("s", "A"), "a");
    }

    @Test
    void restart_when_delete_failed_then_it_can_be_tried_again() {
        String id = cloud.create("s", hanging("HangUpdate"));
        cloud.things.deletesFail = true;
        cloud.delete("s");
        cloud.restart();
        cloud.things.deletesFail = false;
        cloud.delete("s");

        assertThat(cloud.status(id)).isEqualTo("DELETE_COMPLETE");
        assertThat(cloud.things.things).isEmpty();
    }

    @Test
    void restart_when_reviewing_then_change_set_can_be_executed() {
        String id = cloud.cloudFormation
                .createChangeSet(request -> request.stackName("s")
                        .changeSetName("c")
                        .changeSetType("CREATE")
                        .templateBody("Resources: {A: {Type: Test::Local::Thing}}"))
                .id();
        cloud.restart();
        cloud.cloudFormation.executeChangeSet(request -> request.changeSetName(id));
        cloud.cloudFormation.await("s");

        assertThat(cloud.status("s")).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void restart_when_deleting_then_goes_on_and_leaves_alone_what_was_named() throws Exception {
        String id = cloud.create("s", hanging("HangUpdate"));
        String retained = cloud.physicalId("s", "B");
        cloud.things.held.add("B");
        cloud.delete("s");
        assertThat(cloud.status("s")).isEqualTo("DELETE_FAILED");

        cloud.things.hangsAtDelete = "A";
        cloud.cloudFormation.deleteStack(request -> request.stackName("s").retainResources("B"));
        cloud.things.hanging.await();
        cloud.things.hangsAtDelete = "";
        cloud.restart();
        cloud.cloudFormation.await(id);

        assertThat(cloud.status(id)).isEqualTo("DELETE_COMPLETE");
        assertThat(cloud.things.things).containsOnlyKeys(retained);
    }

    @Test
    void restart_when_rolling_back_an_update_then_goes_on_and_skips_what_was_named() throws Exception {
        cloud.create("s", hanging("FailUpdate").replace("true", "false"));
        cloud.things.refused.add("a");
        cloud.update("s", hanging("FailUpdate").replace("Value: a", "Value: b"));
        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_FAILED");

        cloud.things.hangsAtUpdate = "B";
        cloud.cloudFormation.continueUpdateRollback(
                request -> request.stackName("s").resourcesToSkip("A"));
        cloud.things.hanging.await();
        cloud.things.hangsAtUpdate = "";
        cloud.restart();
        cloud.cloudFormation.await("s");

        assertThat(cloud.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloud.things.things).containsEntry(cloud.physicalId("s", "A"), "b");
    }
}
