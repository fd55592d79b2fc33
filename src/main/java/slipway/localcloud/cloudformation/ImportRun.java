package slipway.localcloud.cloudformation;

import java.util.Map;
import slipway.localcloud.cloudformation.template.TemplateException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Takes existing resources into a stack. Nothing is created or changed. */
final class ImportRun extends StackRun {
    private final Blueprint blueprint;
    private final Map<String, Map<String, String>> imports;

    /** @param imports logical id to identifier */
    ImportRun(
            Stack stack,
            StackStore store,
            ResourceSteps steps,
            Operation operation,
            Blueprint blueprint,
            Map<String, Map<String, String>> imports) {
        super(stack, store, steps, operation);
        this.blueprint = blueprint;
        this.imports = imports;
    }

    @Override
    void run() {
        boolean all = true;
        for (var entry : imports.entrySet()) {
            all &= adopt(entry.getKey(), entry.getValue());
        }
        if (all) {
            finishOutputs(blueprint);
            stack.forgetBefore();
            status(StackStatus.IMPORT_COMPLETE, null);
            return;
        }
        String reason = named("import", having(ResourceStatus.IMPORT_FAILED));
        status(StackStatus.IMPORT_ROLLBACK_IN_PROGRESS, reason);
        imports.keySet().forEach(stack::remove);
        stack.before().ifPresent(before -> stack.settings(before.settings()));
        stack.forgetBefore();
        status(StackStatus.IMPORT_ROLLBACK_COMPLETE, null);
    }

    private boolean adopt(String id, Map<String, String> identifier) {
        try {
            return steps.adopt(blueprint.wanted(id, new LiveResources(stack)), identifier);
        } catch (TemplateException fault) {
            steps.fail(unevaluated(blueprint, id), ResourceStatus.IMPORT_FAILED, fault);
            return false;
        }
    }
}
