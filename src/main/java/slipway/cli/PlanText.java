package slipway.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import slipway.model.DeployPlan;
import slipway.model.StackPlan;

/** A plan in words. */
final class PlanText {
    private static final String INDENT = "  ";

    private PlanText() {}

    /** A few lines to read before a write. */
    static List<String> summary(DeployPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Plan for " + plan.environment() + ": " + counts(plan) + ".");
        plan.images().stream()
                .filter(DeployPlan.ImagePlan::publish)
                .forEach(image -> lines.add(INDENT + image.tier().label() + ": publishes " + Words.tag(image.tag())
                        + ", " + image.reason()));
        plan.notes().forEach(note -> lines.add(INDENT + note));
        return lines;
    }

    /**
     * The commands for folders that differ from what runs: a deployment leaves the images alone.
     *
     * @param options what a proposed command must repeat, each option after a space
     */
    static List<String> releases(DeployPlan plan, String options) {
        return plan.unreleased().stream()
                .map(tier -> INDENT + "slipway release --tier " + tier.label() + " --from "
                        + plan.applications().resolve(tier.label()) + options)
                .toList();
    }

    /** Every stack with every change that is known. */
    static List<String> full(DeployPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Plan for " + plan.environment() + ": " + counts(plan) + ".");
        for (StackPlan stack : plan.stacks()) {
            boolean changes = stack.action() != StackPlan.Action.NONE;
            if (changes) {
                lines.add("");
            }
            lines.add(stack.name() + ": " + action(stack) + " (" + stack.subtitle() + ")");
            if (changes && !stack.waitsFor().isEmpty()) {
                lines.add(INDENT + "waits for " + String.join(", ", stack.waitsFor()));
            }
            var table = new Table("", "", "", "", "");
            stack.changes()
                    .forEach(change -> table.row(
                            INDENT + change.action(),
                            change.logicalId(),
                            change.type(),
                            replacement(change.replacement()),
                            String.join(", ", change.properties())));
            table.lines().stream().skip(1).forEach(lines::add);
        }
        lines.add("");
        plan.images()
                .forEach(image -> lines.add(image.tier().label() + ": "
                        + (image.publish() ? "publishes " + Words.tag(image.tag()) + ", " : "") + image.reason()));
        plan.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(parameter -> lines.add("chosen: " + parameter.getKey() + "=" + parameter.getValue()));
        lines.addAll(plan.notes());
        return lines;
    }

    private static String counts(DeployPlan plan) {
        List<String> parts = new ArrayList<>();
        for (StackPlan.Action action : StackPlan.Action.values()) {
            List<StackPlan> stacks = plan.stacks().stream()
                    .filter(stack -> stack.action() == action)
                    .toList();
            if (!stacks.isEmpty()) {
                int resources = stacks.stream()
                        .mapToInt(stack -> stack.resources().size())
                        .sum();
                parts.add(verb(action) + " " + Words.count(stacks.size(), "stack")
                        + (action == StackPlan.Action.CREATE || action == StackPlan.Action.DELETE
                                ? " with " + Words.count(resources, "resource")
                                : ""));
            }
        }
        return parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
    }

    private static String verb(StackPlan.Action action) {
        return switch (action) {
            case CREATE -> "creates";
            case UPDATE -> "updates";
            case NONE -> "leaves";
            case DELETE -> "deletes";
        };
    }

    private static String action(StackPlan stack) {
        return switch (stack.action()) {
            case CREATE -> "is created, " + Words.count(stack.resources().size(), "resource");
            case UPDATE -> "is updated, " + Words.count(stack.changes().size(), "change");
            case NONE -> "nothing to change";
            case DELETE -> "is deleted, " + Words.count(stack.resources().size(), "resource");
        };
    }

    private static String replacement(String word) {
        return switch (word) {
            case "True" -> "replaced";
            case "Conditional" -> "may be replaced";
            default -> "";
        };
    }
}
