package slipway.ui.stacks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.ResourcePlan;
import slipway.model.StackPlan;
import slipway.ui.controls.Phrases;
import slipway.ui.stacks.StacksViewModel.Selection;
import slipway.ui.workspace.Workspace;

/** What is known of a row: from the operation under way, else from what was read, else from the plan. */
final class SelectionReading {
    private SelectionReading() {}

    static @Nullable Selection of(String key, Workspace workspace) {
        if (key.isEmpty()) {
            return null;
        }
        int slash = key.indexOf('/');
        String stack = slash < 0 ? key : key.substring(0, slash);
        String resource = slash < 0 ? "" : key.substring(slash + 1);
        DeployProgress progress = workspace.operation().progressProperty().get();
        if (progress != null) {
            return progress.stacks().stream()
                    .filter(each -> each.plan().name().equals(stack))
                    .findFirst()
                    .map(found -> resource.isEmpty() ? of(found) : of(found, resource))
                    .orElse(null);
        }
        EnvironmentStatus status = workspace.statusProperty().get();
        if (status != null && resource.isEmpty()) {
            for (EnvironmentStatus.StackStatus each : status.stacks()) {
                if (each.name().equals(stack)) {
                    return of(each);
                }
            }
        }
        DeployPlan outline = workspace.outlineProperty().get();
        if (outline == null) {
            return null;
        }
        return outline.stacks().stream()
                .filter(each -> each.name().equals(stack))
                .findFirst()
                .map(found -> resource.isEmpty() ? of(found) : of(found, resource))
                .orElse(null);
    }

    private static Selection of(StackProgress stack) {
        Map<String, String> facts = facts(stack.plan());
        put(facts, "Status", stack.status());
        return new Selection(stack.plan().name(), stack.plan().subtitle(), facts);
    }

    private static @Nullable Selection of(StackProgress stack, String logicalId) {
        for (ResourceProgress resource : stack.resources()) {
            if (resource.plan().logicalId().equals(logicalId)) {
                Map<String, String> facts = facts(resource.plan());
                put(facts, "Physical id", resource.physicalId());
                put(facts, "Status", resource.status());
                put(facts, "Reason", resource.reason());
                return new Selection(logicalId, "in " + stack.plan().name(), facts);
            }
        }
        return null;
    }

    private static Selection of(EnvironmentStatus.StackStatus stack) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Status", stack.status());
        put(facts, "Changed", Phrases.clock(stack.changed()));
        put(facts, "Reason", stack.reason());
        return new Selection(stack.name(), "stack", facts);
    }

    private static Selection of(StackPlan stack) {
        return new Selection(stack.name(), stack.subtitle(), facts(stack));
    }

    private static @Nullable Selection of(StackPlan stack, String logicalId) {
        List<ResourcePlan> found = stack.resources().stream()
                .filter(each -> each.logicalId().equals(logicalId))
                .toList();
        return found.isEmpty() ? null : new Selection(logicalId, "in " + stack.name(), facts(found.getFirst()));
    }

    private static Map<String, String> facts(StackPlan stack) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Template", stack.template());
        put(facts, "Waits for", String.join(", ", stack.waitsFor()));
        return facts;
    }

    private static Map<String, String> facts(ResourcePlan resource) {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "Type", resource.type());
        put(facts, "Holds", resource.description());
        return facts;
    }

    private static void put(Map<String, String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }
}
