package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.Set;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Deletes a stack's resources and the stack. */
class DeleteRun extends StackRun {
    private final Set<String> retained;

    /** @param retained logical ids of resources to leave alone */
    DeleteRun(Stack stack, StackStore store, ResourceSteps steps, Operation operation, Set<String> retained) {
        super(stack, store, steps, operation);
        this.retained = retained;
    }

    @Override
    void run() {
        var left = deleteAll(new ArrayList<>(stack.leftovers()), ResourceEntry::onReplace, true);
        left.addAll(deleteAll(
                present(stack.resources().values()),
                entry -> retained.contains(entry.logicalId()) ? Policy.RETAIN : entry.onDelete(),
                false));
        if (left.isEmpty()) {
            stack.outputs(java.util.List.of(), Set.of());
            status(StackStatus.DELETE_COMPLETE, null);
        } else {
            status(StackStatus.DELETE_FAILED, named("delete", left));
        }
    }
}
