package slipway.operations.stacks;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a stack shall be.
 *
 * @param values the parameters that are sent with a value
 * @param kept the parameters that keep the value they have ({@code UsePreviousValue}); for a stack that does not exist yet they
 *     have their defaults
 * @param indifferent the parameters whose difference alone is no reason to update
 * @param token begins every ClientRequestToken of the run, so that a run that goes on knows its own operations
 */
public record StackOrder(
        String name,
        Template template,
        Map<String, String> values,
        Set<String> kept,
        Set<String> indifferent,
        Map<String, String> tags,
        String token) {
    public StackOrder {
        values = Map.copyOf(values);
        kept = Set.copyOf(kept);
        indifferent = Set.copyOf(indifferent);
        tags = Map.copyOf(tags);
    }

    /** Whether the stack already is what is ordered, so that nothing need be sent. */
    public boolean isInForce(StackSnapshot stack, String body) {
        return stack.stands()
                && !stack.status().equals("UPDATE_FAILED")
                && body.strip().equals(template.body().strip())
                && changedParameters(stack).isEmpty();
    }

    /** The parameters that would change, indifferent ones left out. */
    public Set<String> changedParameters(StackSnapshot stack) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (TemplateParameter parameter : template.parameters()) {
            String name = parameter.name();
            if (kept.contains(name) && stack.parameters().containsKey(name)) {
                continue;
            }
            wanted.put(name, values.getOrDefault(name, parameter.defaultValue().orElse("")));
        }
        Set<String> changed = new LinkedHashSet<>();
        wanted.forEach((name, value) -> {
            if (!indifferent.contains(name) && !value.equals(stack.parameters().get(name))) {
                changed.add(name);
            }
        });
        return changed;
    }
}
