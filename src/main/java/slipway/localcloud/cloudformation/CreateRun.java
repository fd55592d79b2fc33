package slipway.localcloud.cloudformation;

import java.time.Duration;
import java.util.Set;
import slipway.async.Cancellable;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import slipway.localcloud.cloudformation.template.TemplateException;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Creates a stack's resources; on failure takes them away again, or stops, as the stack's options say. */
final class CreateRun extends StackRun {
    private final Blueprint blueprint;
    private final CloudClock clock;

    CreateRun(
            Stack stack,
            StackStore store,
            ResourceSteps steps,
            Operation operation,
            Blueprint blueprint,
            CloudClock clock) {
        super(stack, store, steps, operation);
        this.blueprint = blueprint;
        this.clock = clock;
    }

    @Override
    void run() {
        boolean rollsBack = stack.options().rollsBack();
        Integer minutes = stack.options().timeoutMinutes();
        Cancellable alarm =
                minutes == null ? () -> {} : clock.after(Duration.ofMinutes(minutes), operation::cancelByUser);
        Parallel.Result result = Parallel.run(
                blueprint.resources(), blueprint::needs, id -> create(blueprint, id), operation::isCancelled, () -> {
                    if (rollsBack) {
                        operation.cancel();
                    }
                });
        alarm.cancel();
        if (operation.isSuperseded()) {
            return;
        }
        String failure = null;
        if (operation.isCancelledByUser()) {
            failure = "Stack creation time exceeded the specified timeout. ";
        } else if (!result.complete()) {
            failure = named("create", having(ResourceStatus.CREATE_FAILED));
        } else {
            try {
                finishOutputs(blueprint);
            } catch (TemplateException fault) {
                failure = fault.getMessage() + " ";
            }
        }
        if (failure == null) {
            status(StackStatus.CREATE_COMPLETE, null);
        } else {
            fail(failure);
        }
    }

    private void fail(String failure) {
        operation.calm();
        if (!stack.options().rollsBack()) {
            status(StackStatus.CREATE_FAILED, failure);
            return;
        }
        String reason = failure + (failure.contains("Rollback requested by user") ? "" : "Rollback requested by user.");
        if (stack.options().onFailure().equals("DELETE")) {
            status(StackStatus.DELETE_IN_PROGRESS, reason.replace("Rollback", "Delete"));
            new DeleteRun(stack, store, steps, operation, Set.of()).run();
        } else {
            status(StackStatus.ROLLBACK_IN_PROGRESS, reason);
            new Rollback(stack, store, steps, operation).run();
        }
    }

    /** Takes away what a failed create made. */
    static final class Rollback extends StackRun {
        Rollback(Stack stack, StackStore store, ResourceSteps steps, Operation operation) {
            super(stack, store, steps, operation);
        }

        @Override
        void run() {
            Set<String> left = deleteAll(
                    present(stack.resources().values()),
                    entry -> entry.onDelete() == Policy.RETAIN ? Policy.RETAIN : Policy.DELETE,
                    false);
            if (left.isEmpty()) {
                status(StackStatus.ROLLBACK_COMPLETE, null);
            } else {
                status(StackStatus.ROLLBACK_FAILED, named("delete", left));
            }
        }
    }
}
