package slipway.localcloud.ecs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Waits until balancers have let go of a target that was deregistered. Until then requests that it has accepted may be
 * under way, so its processes are not asked to end before that.
 */
final class Draining implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final TaskRuntime runtime;
    private final String address;
    private final List<LoadBalancer> balancers;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private volatile Cancellable next = () -> {};

    /** Looks at once. */
    Draining(TaskRuntime runtime, String address, List<LoadBalancer> balancers) {
        this.runtime = runtime;
        this.address = address;
        this.balancers = new ArrayList<>(balancers);
        look();
    }

    /** Done when no balancer has the target any more. */
    CompletableFuture<@Nullable Void> done() {
        return done.copy();
    }

    /** Waits no longer. */
    @Override
    public void close() {
        done.complete(null);
        next.cancel();
    }

    private void look() {
        balancers.removeIf(balancer -> !drains(balancer));
        if (balancers.isEmpty()) {
            done.complete(null);
        } else if (!done.isDone()) {
            next = runtime.clock().realTimer().after(POLL, this::look);
        }
    }

    private boolean drains(LoadBalancer balancer) {
        var target = TaskRegistrations.target(address, balancer);
        try {
            return runtime
                    .balancers()
                    .describeTargetHealth(request ->
                            request.targetGroupArn(balancer.targetGroupArn()).targets(target))
                    .targetHealthDescriptions()
                    .stream()
                    .anyMatch(found -> address.equals(found.target().id())
                            && found.targetHealth().state() == TargetHealthStateEnum.DRAINING);
        } catch (SdkException gone) {
            // The group was deleted, and the target with it.
            return false;
        }
    }
}
