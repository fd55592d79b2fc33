package slipway.localcloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.model.WayOut;
import slipway.model.WayOut.Kind;
import slipway.operations.stacks.PollPace;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.StackRepair;
import slipway.operations.stacks.WaysOut;

/** Every state that a stack does not leave by itself: how it comes about, what is said of it, and that the way leads out. */
@NullMarked
class StuckStackTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private CloudFormationFixture local;

    @SuppressWarnings("NullAway.Init")
    private Cloud cloud;

    @BeforeEach
    void start() {
        local = new CloudFormationFixture(folder);
        cloud = (Cloud) Proxy.newProxyInstance(
                Cloud.class.getClassLoader(), new Class<?>[] {Cloud.class}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "cloudFormation" -> local.cloudFormation;
                        case "target" -> new Target.Local();
                        case "now" -> Instant.EPOCH;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    @AfterEach
    void stop() {
        local.close();
    }

    private Optional<WayOut> wayOut() {
        return new StackReader(cloud).find("s").flatMap(new WaysOut(cloud)::of);
    }

    private StackOutcome take(WayOut way, String... leftAlone) {
        var plan = new StackPlan("s", "s", "", StackPlan.Action.UPDATE, List.of(), List.of(), List.of());
        return new StackRepair(
                        cloud,
                        PollPace.of(new Target.Local(), () -> 0.5),
                        new Poller(local.timer, new Cancellation()),
                        InstantSource.system(),
                        service -> Optional.empty())
                .take(way, Set.of(leftAlone), plan, "token", progress -> {});
    }

    private String template(String value, String properties) {
        return """
                Resources:
                  A: {Type: Test::Local::Thing, Properties: {Value: %s}}
                  B: {Type: Test::Local::Thing, DependsOn: A, Properties: {%s}}
                """.formatted(value, properties);
    }

    /** An update fails at B, and A, which it had changed, cannot be set back. */
    private void failRollback() {
        local.create("s", template("a", "FailUpdate: false"));
        local.things.refused.add("a");
        local.update("s", template("b", "FailUpdate: true"));
        assertThat(local.status("s")).isEqualTo("UPDATE_ROLLBACK_FAILED");
    }

    @Test
    void wayOut_when_stack_stands_is_none() {
        local.create("s", template("a", ""));

        assertThat(wayOut()).isEmpty();
    }

    @Test
    void rolled_back_creation_is_safe_to_be_deleted_and_names_its_cause() {
        local.create("s", template("a", "Fail: true"));

        WayOut way = wayOut().orElseThrow();
        assertThat(way.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(way.kind()).isEqualTo(Kind.RECREATE);
        assertThat(way.safe()).isTrue();
        assertThat(way.blocks()).isFalse();
        assertThat(way.command()).isEqualTo("deploy");
        assertThat(way.cause()).startsWith("B failed: Resource handler returned message: \"it was told to fail\"");
        assertThat(take(way)).isInstanceOf(StackOutcome.Deleted.class);
    }

    @Test
    void creation_that_could_not_be_taken_back_is_deleted_only_when_somebody_says_so() {
        local.things.deletesFail = true;
        local.create("s", template("a", "Fail: true"));
        WayOut way = wayOut().orElseThrow();
        assertThat(way.status()).isEqualTo("ROLLBACK_FAILED");
        assertThat(way.kind()).isEqualTo(Kind.RECREATE);
        assertThat(way.blocks()).isTrue();
        assertThat(way.command()).isEqualTo("repair s");
        assertThat(way.sentence()).contains("A could not be taken back");
        assertThat(way.cause()).startsWith("A failed: ").contains("it is held fast");

        local.things.deletesFail = false;
        assertThat(take(way)).isInstanceOf(StackOutcome.Deleted.class);
        assertThat(local.things.things).isEmpty();
    }

    @Test
    void creation_that_stopped_half_way_is_deleted_only_when_somebody_says_so() {
        local.cloudFormation.createStack(request ->
                request.stackName("s").templateBody(template("a", "Fail: true")).disableRollback(true));
        local.cloudFormation.await("s");
        WayOut way = wayOut().orElseThrow();

        assertThat(way.status()).isEqualTo("CREATE_FAILED");
        assertThat(way.blocks()).isTrue();
        assertThat(way.sentence()).contains("stopped half-way at B");
        assertThat(take(way)).isInstanceOf(StackOutcome.Deleted.class);
        assertThat(local.things.things).isEmpty();
    }

    @Test
    void announced_stack_without_a_change_set_is_safe_to_be_deleted() {
        announce();
        local.cloudFormation.deleteChangeSet(request -> request.stackName("s").changeSetName("theirs"));
        WayOut way = wayOut().orElseThrow();

        assertThat(way.status()).isEqualTo("REVIEW_IN_PROGRESS");
        assertThat(way.safe()).isTrue();
        assertThat(take(way)).isInstanceOf(StackOutcome.Deleted.class);
    }

    @Test
    void announced_stack_with_a_change_set_names_it_and_is_left_to_an_operator() {
        announce();
        WayOut way = wayOut().orElseThrow();

        assertThat(way.sentence()).contains("somebody's change set").contains("theirs of 2");
        assertThat(way.blocks()).isTrue();
    }

    private void announce() {
        local.cloudFormation.createChangeSet(request -> request.stackName("s")
                .changeSetName("theirs")
                .changeSetType("CREATE")
                .templateBody(template("a", "")));
    }

    @Test
    void rollback_that_failed_goes_on_when_its_cause_is_gone() {
        failRollback();
        WayOut way = wayOut().orElseThrow();
        assertThat(way.kind()).isEqualTo(Kind.CONTINUE_ROLLBACK);
        assertThat(way.resources()).containsExactly("A");
        assertThat(way.cause()).startsWith("A failed: ");
        assertThat(way.otherCommand()).contains("repair s --skip A");
        assertThat(way.sentence()).contains("skip A: CloudFormation then takes it for set back without touching it");

        local.things.refused.clear();
        assertThat(take(way)).isInstanceOf(StackOutcome.Stands.class);
        assertThat(local.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(local.things.things).containsEntry(local.physicalId("s", "A"), "a");
    }

    @Test
    void rollback_that_failed_is_stuck_again_when_its_cause_stays() {
        failRollback();

        StackOutcome outcome = take(wayOut().orElseThrow());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StackOutcome.Failed.class,
                        failed -> assertThat(failed.failure().cause())
                                .startsWith("s is UPDATE_ROLLBACK_FAILED: A failed: "));
        assertThat(wayOut().orElseThrow().resources()).containsExactly("A");
    }

    @Test
    void rollback_that_failed_leaves_skipped_resources_as_they_are() {
        failRollback();

        assertThat(take(wayOut().orElseThrow(), "A")).isInstanceOf(StackOutcome.Stands.class);

        assertThat(local.status("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(local.things.things).containsEntry(local.physicalId("s", "A"), "b");
        assertThat(local.resources("s")).containsEntry("A", "UPDATE_COMPLETE");
    }

    @Test
    void skipping_what_did_not_fail_is_refused_by_name() {
        failRollback();
        WayOut way = wayOut().orElseThrow();

        assertThatThrownBy(() -> take(way, "B"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("B did not")
                .hasMessageContaining("What failed: A.");
    }

    @Test
    void update_that_stopped_half_way_is_rolled_back() {
        local.create("s", template("a", "FailUpdate: false"));
        local.cloudFormation.updateStack(request -> request.stackName("s")
                .templateBody(template("b", "FailUpdate: true"))
                .disableRollback(true));
        local.cloudFormation.await("s");
        WayOut way = wayOut().orElseThrow();
        assertThat(way.status()).isEqualTo("UPDATE_FAILED");
        assertThat(way.kind()).isEqualTo(Kind.ROLL_BACK);
        assertThat(way.blocks()).isFalse();

        assertThat(take(way)).isInstanceOf(StackOutcome.Stands.class);
        assertThat(local.things.things).containsEntry(local.physicalId("s", "A"), "a");
    }

    @Test
    void deletion_that_failed_is_tried_again_when_nothing_holds_the_resource_any_more() {
        local.create("s", template("a", ""));
        local.things.deletesFail = true;
        local.delete("s");
        WayOut way = wayOut().orElseThrow();
        assertThat(way.status()).isEqualTo("DELETE_FAILED");
        assertThat(way.kind()).isEqualTo(Kind.DELETE_AGAIN);
        assertThat(way.resources()).containsExactly("B");
        assertThat(way.blocks()).isTrue();

        local.things.deletesFail = false;
        assertThat(take(way)).isInstanceOf(StackOutcome.Deleted.class);
        assertThat(local.things.things).isEmpty();
    }

    @Test
    void deletion_that_failed_leaves_retained_resources_behind() {
        local.create("s", template("a", ""));
        String held = local.physicalId("s", "B");
        local.things.held.add("B");
        local.delete("s");

        assertThat(take(wayOut().orElseThrow(), "B")).isInstanceOf(StackOutcome.Deleted.class);

        assertThat(local.things.things).containsOnlyKeys(held);
    }

    @Test
    void operation_of_somebody_is_waited_for() throws Exception {
        local.cloudFormation.createStack(request -> request.stackName("s").templateBody(template("a", "Hang: true")));
        local.things.hanging.await();
        WayOut way = wayOut().orElseThrow();
        assertThat(way.kind()).isEqualTo(Kind.WAIT);
        assertThat(way.blocks()).isFalse();

        local.cloudFormation.deleteStack(request -> request.stackName("s"));
        assertThat(wayOut().map(WayOut::kind).orElse(Kind.WAIT)).isEqualTo(Kind.WAIT);
        local.cloudFormation.await("s");
        assertThat(wayOut()).isEmpty();
    }

    @Test
    void way_that_is_no_longer_the_stacks_is_refused() {
        failRollback();
        WayOut way = wayOut().orElseThrow();
        take(way, "A");

        assertThatThrownBy(() -> take(way)).hasMessageContaining("s is UPDATE_ROLLBACK_COMPLETE by now");
    }
}
