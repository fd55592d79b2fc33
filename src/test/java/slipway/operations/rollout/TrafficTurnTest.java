package slipway.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.async.AdvancingTimer;
import slipway.async.Cancellable;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.async.Timer;
import slipway.model.EnvironmentName;
import slipway.model.TrafficLease;
import slipway.model.TrafficRefusedException;
import slipway.operations.EnvironmentStack;
import slipway.operations.FakeCloud;
import slipway.operations.stacks.StackOrder;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.Template;
import slipway.operations.traffic.TrafficLock;
import slipway.operations.traffic.TrafficWriter;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** A deployment that comes to the traffic stack while somebody moves the weights. */
class TrafficTurnTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final String STACK = "dev-traffic";
    private static final Template TEMPLATE = Template.parse("traffic", "stacks/traffic.yaml", """
            Parameters:
              ApiBlueWeight: {Type: Number, Default: 100}
              ApiGreenWeight: {Type: Number, Default: 0}
              Path: {Type: String, Default: /}
            Resources:
              Rule: {Type: 'AWS::SNS::Topic'}
            """);
    private static final Map<EnvironmentStack, Map<String, String>> OUTPUTS = Map.of(
            EnvironmentStack.TRAFFIC, Map.of("ApiRuleArn", "rule"),
            EnvironmentStack.PLATFORM, Map.of("ApiBlueTargetGroupArn", "blue", "ApiGreenTargetGroupArn", "green"));
    private static final TrafficWriter ANN =
            new TrafficWriter("ann@laptop, slider", TrafficWriter.here("slider").runner());

    private final FakeCloud cloud = new FakeCloud();
    private final TrafficLock lock = new TrafficLock(cloud, DEV);
    private final Cancellation cancellation = new Cancellation();
    private final AdvancingTimer time = new AdvancingTimer();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<StackOrder> sent = new ArrayList<>();
    private Runnable whileWaiting = () -> {};

    @BeforeEach
    void weights() {
        rule(70, 30);
        cloud.cloudFormation.given(
                STACK,
                "UPDATE_COMPLETE",
                TEMPLATE.body(),
                Map.of("ApiBlueWeight", "100", "ApiGreenWeight", "0", "Path", "/"));
    }

    private void rule(int blue, int green) {
        cloud.rules.put(
                "rule",
                Rule.builder()
                        .actions(Action.builder()
                                .forwardConfig(forward -> forward.targetGroups(
                                        TargetGroupTuple.builder()
                                                .targetGroupArn("blue")
                                                .weight(blue)
                                                .build(),
                                        TargetGroupTuple.builder()
                                                .targetGroupArn("green")
                                                .weight(green)
                                                .build()))
                                .build())
                        .build());
    }

    /** Deploys with a path; the weights are those of a plan that was made before the move. */
    private StackOutcome deploy(String path) {
        var timer = new Timer() {
            @Override
            public Cancellable after(Duration delay, Runnable action) {
                pauses.add(delay);
                whileWaiting.run();
                return time.after(delay, action);
            }

            @Override
            public Cancellable every(Duration period, Runnable action) {
                return time.every(period, action);
            }
        };
        var turn = new TrafficTurn(cloud, DEV, new Poller(timer, cancellation), new StackReader(cloud));
        var order = new StackOrder(
                STACK,
                TEMPLATE,
                Map.of("ApiBlueWeight", "100", "ApiGreenWeight", "0", "Path", path),
                Set.of(),
                Set.of(),
                Map.of(),
                "run");
        return turn.deploy(
                order,
                OUTPUTS,
                asked -> {
                    assertThat(lock.read())
                            .as("who holds the lock")
                            .hasValueSatisfying(held -> assertThat(held.owner()).endsWith(", deployment"));
                    sent.add(asked);
                    return new StackOutcome.Stands(
                            new StackReader(cloud).find(STACK).orElseThrow(), true);
                },
                remarks::add);
    }

    @Test
    void deploy_waitsForWhoeverHoldsTheLock_namesHim_andPassesTheWeightsThatHeLeft() {
        TrafficLease held = lock.take(ANN, "move api to 40/60", false);
        whileWaiting = () -> {
            if (pauses.size() == 3) {
                rule(40, 60);
                lock.giveBack(held);
            }
        };

        deploy("/new");

        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(remarks).hasSize(4).last().isEqualTo("");
        assertThat(remarks.getFirst())
                .startsWith(
                        "waiting for the lock on the weights of dev: The weights are held by ann@laptop, slider, since ")
                .contains(" to move api to 40/60.");
        assertThat(sent)
                .singleElement()
                .satisfies(order -> assertThat(order.values())
                        .containsEntry("ApiBlueWeight", "40")
                        .containsEntry("ApiGreenWeight", "60")
                        .containsEntry("Path", "/new"));
        assertThat(lock.read()).isEmpty();
    }

    @Test
    void deploy_doesNotWait_whenNothingButTheWeightsDiffers() {
        TrafficLease held = lock.take(ANN, "move api to 70/30", false);

        StackOutcome outcome = deploy("/");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StackOutcome.Stands.class,
                        stands -> assertThat(stands.changed()).isFalse());
        assertThat(pauses).isEmpty();
        assertThat(remarks).isEmpty();
        assertThat(sent).isEmpty();
        assertThat(lock.read().map(TrafficLease::id)).contains(held.id());
    }

    @Test
    void deploy_givesUp_andSaysWhoHoldsTheLock_whenItIsKept() {
        TrafficLease held = lock.take(ANN, "move api to 70/30", false);

        assertThatThrownBy(() -> deploy("/new"))
                .isInstanceOf(TrafficRefusedException.class)
                .hasMessageContaining("ann@laptop, slider");

        assertThat(pauses).hasSize(119).containsOnly(Duration.ofSeconds(1));
        assertThat(sent).isEmpty();
        assertThat(lock.read().map(TrafficLease::id)).contains(held.id());
    }

    @Test
    void deploy_leaves_whenItIsCancelledWhileItWaits() {
        lock.take(ANN, "move api to 70/30", false);
        whileWaiting = cancellation::cancel;

        assertThat(deploy("/new")).isInstanceOf(StackOutcome.Left.class);
        assertThat(pauses).hasSize(1);
        assertThat(sent).isEmpty();
    }

    @Test
    void lock_isGivenBack_whenTheDeploymentFails() {
        assertThatThrownBy(() -> new TrafficTurn(cloud, DEV, new Poller(time, cancellation), new StackReader(cloud))
                        .deploy(
                                new StackOrder(STACK, TEMPLATE, Map.of(), Set.of(), Set.of(), Map.of(), "run"),
                                OUTPUTS,
                                asked -> {
                                    throw new IllegalStateException("the stack does not let itself be updated");
                                },
                                remarks::add))
                .hasMessage("the stack does not let itself be updated");

        assertThat(lock.read()).isEmpty();
    }
}
