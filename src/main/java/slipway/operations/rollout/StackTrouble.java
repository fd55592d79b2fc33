package slipway.operations.rollout;

import java.time.Instant;
import java.util.List;
import slipway.cloud.Target;
import slipway.model.Failure;
import slipway.model.FailureChain;

/** What a call that failed in the middle of an undertaking means for it. */
final class StackTrouble {
    private StackTrouble() {}

    /**
     * The failure as the undertaking's own.
     *
     * @param at the target's time
     * @param doing to follow the stack's name: "was being deployed"
     * @param remedy what helps, unless the target is gone altogether
     */
    static FailureChain of(Target target, Instant at, Failure failure, String stack, String doing, String remedy) {
        List<String> detail = failure.detail().lines().toList();
        if (failure instanceof Failure.Unreachable && target instanceof Target.Local) {
            return FailureChain.of(
                            at,
                            "The local cloud ended while " + (stack.isEmpty() ? "it" : stack) + " " + doing + ".",
                            detail.isEmpty() ? List.of(failure.message()) : detail,
                            "The same command again: it starts the local cloud, which takes up what was under way, and goes on.")
                    .in(stack);
        }
        return FailureChain.of(at, failure.message(), detail, remedy).in(stack);
    }
}
