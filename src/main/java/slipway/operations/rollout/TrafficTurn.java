package slipway.operations.rollout;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.TrafficLease;
import slipway.model.TrafficRefusedException;
import slipway.operations.EnvironmentStack;
import slipway.operations.LiveWeights;
import slipway.operations.stacks.StackOrder;
import slipway.operations.stacks.StackOutcome;
import slipway.operations.stacks.StackReader;
import slipway.operations.stacks.StackSnapshot;
import slipway.operations.traffic.TrafficLock;
import slipway.operations.traffic.TrafficWriter;

/**
 * A deployment's turn at the traffic stack. It takes the lock on the weights as every writer does, and passes the weights that are live
 * then: an update of a rule with older ones would take a move back.
 */
final class TrafficTurn {
    private static final Duration PACE = Duration.ofSeconds(1);
    /** A slider that is being dragged gives the lock back whenever it rests; who holds it longer is named. */
    private static final int TRIES = 120;

    private final Cloud cloud;
    private final EnvironmentName environment;
    private final Poller poller;
    private final StackReader reader;
    private final TrafficLock lock;

    TrafficTurn(Cloud cloud, EnvironmentName environment, Poller poller, StackReader reader) {
        this.cloud = cloud;
        this.environment = environment;
        this.poller = poller;
        this.reader = reader;
        this.lock = new TrafficLock(cloud, environment);
    }

    /**
     * Deploys the stack under the lock. A stack of which nothing but the weights differs is left to whoever moves them.
     *
     * @param outputs of the stacks that exist
     * @param deploy sends an order
     * @param remark told who is waited for; empty when nobody is any more
     * @throws TrafficRefusedException when somebody keeps the lock
     */
    StackOutcome deploy(
            StackOrder order,
            Map<EnvironmentStack, Map<String, String>> outputs,
            Function<StackOrder, StackOutcome> deploy,
            Consumer<String> remark) {
        for (int tried = 1; ; tried++) {
            Optional<StackSnapshot> stack = reader.find(order.name());
            if (stack.isEmpty()) {
                return deploy.apply(order);
            }
            TrafficLease lease;
            try {
                lease = lock.take(TrafficWriter.here("deployment"), "update " + order.name(), false);
            } catch (TrafficRefusedException held) {
                StackOrder butWeights = butWeights(order, LiveWeights.read(cloud, outputs));
                if (butWeights.isInForce(stack.get(), reader.body(stack.get().id()))) {
                    return new StackOutcome.Stands(stack.get(), false);
                }
                if (tried == TRIES) {
                    throw held;
                }
                remark.accept("waiting for the lock on the weights of " + environment + ": " + held.getMessage());
                if (!poller.pause(PACE)) {
                    return new StackOutcome.Left();
                }
                continue;
            }
            try {
                remark.accept("");
                return deploy.apply(with(order, LiveWeights.read(cloud, outputs)));
            } finally {
                lock.giveBack(lease);
            }
        }
    }

    private static StackOrder with(StackOrder order, LiveWeights weights) {
        Map<String, String> values = new HashMap<>(order.values());
        values.putAll(weights.parameters());
        return new StackOrder(
                order.name(), order.template(), values, order.kept(), order.indifferent(), order.tags(), order.token());
    }

    private static StackOrder butWeights(StackOrder order, LiveWeights weights) {
        Set<String> indifferent = new HashSet<>(order.indifferent());
        indifferent.addAll(weights.parameters().keySet());
        return new StackOrder(
                order.name(), order.template(), order.values(), order.kept(), indifferent, order.tags(), order.token());
    }
}
