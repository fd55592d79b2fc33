package slipway.localcloud.cloudformation;

import java.util.Set;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import slipway.localcloud.cloudformation.template.TemplateException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Creates a stack's resources; on failure takes them away again, or stops, as the stack's options say. */
final class CreateRun extends StackRun {
    private final Blueprint blueprint;

    CreateRun(Stack stack, StackStore store, ResourceSteps steps, Operation operation, Blueprint blueprint) {
        super(stack, store, steps, operation);
        this.blueprint = blueprint;
    }

    @Override
    void run() {
        boolean rollsBack = stack.options().rollsBack();
        Parallel.Result result = Parallel.run(
                blueprint.resources(), blueprint::needs, id -> create(blueprint, id), operation::isCancelled, () -> {
                    if (rollsBack) {
                        operation.cancel();
                    }
                });
        if (operation.isSuperseded()) {
            return;
        }
        String failure = null;
        if (!result.complete()) {
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
