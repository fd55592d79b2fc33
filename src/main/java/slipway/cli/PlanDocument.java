package slipway.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import slipway.model.DeployPlan;
import slipway.model.StackPlan;

/**
 * A plan as JSON, for {@code deploy --dry-run --output json}.
 *
 * @param version the tag that is published first; empty when nothing is
 */
record PlanDocument(
        String environment,
        Map<String, String> parameters,
        String version,
        List<Stack> stacks,
        List<Image> images,
        List<String> notes) {

    /** @param action create, update, none or delete */
    record Stack(
            String name,
            String template,
            String action,
            List<String> waitsFor,
            int resources,
            List<StackPlan.Change> changes) {}

    record Image(String tier, String tag, boolean publish, String reason) {}

    static PlanDocument of(DeployPlan plan) {
        return new PlanDocument(
                plan.environment().value(),
                new TreeMap<>(plan.parameters()),
                plan.version(),
                plan.stacks().stream().map(PlanDocument::stack).toList(),
                plan.images().stream()
                        .map(image -> new Image(image.tier().label(), image.tag(), image.publish(), image.reason()))
                        .toList(),
                plan.notes());
    }

    private static Stack stack(StackPlan stack) {
        String action = switch (stack.action()) {
            case CREATE -> "create";
            case UPDATE -> "update";
            case NONE -> "none";
            case DELETE -> "delete";
        };
        return new Stack(
                stack.name(),
                stack.template(),
                action,
                stack.waitsFor(),
                stack.resources().size(),
                stack.changes());
    }
}
