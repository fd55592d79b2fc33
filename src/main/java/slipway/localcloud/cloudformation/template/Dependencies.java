package slipway.localcloud.cloudformation.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which resource needs which: by Ref, GetAtt, Sub and DependsOn, under given conditions. */
public final class Dependencies {
    private final Template template;
    private final Map<String, Set<String>> needs = new LinkedHashMap<>();

    private Dependencies(Template template, Function<Node, List<Reference>> references) {
        this.template = template;
        template.resources().forEach((id, resource) -> {
            var found = new LinkedHashSet<String>();
            Evaluator.owned(id, () -> references.apply(resource.properties())).stream()
                    .map(Reference::target)
                    .filter(template.resources()::containsKey)
                    .forEach(found::add);
            found.addAll(resource.dependsOn().keySet());
            needs.put(id, found);
        });
    }

    /** @param conditions tells of each condition whether it holds */
    public static Dependencies under(Template template, Predicate<String> conditions) {
        return new Dependencies(template, node -> References.taken(node, conditions));
    }

    /** Those that no condition can take away. */
    public static Dependencies unconditional(Template template) {
        return new Dependencies(template, References::unconditional);
    }

    /** Logical ids that must be there before this one. */
    public Set<String> of(String logicalId) {
        return needs.getOrDefault(logicalId, Set.of());
    }

    /** @throws TemplateException naming the members of a cycle, at the first one's place */
    public void refuseCycles() {
        var done = new LinkedHashSet<String>();
        for (String id : needs.keySet()) {
            visit(id, done, new ArrayDeque<>());
        }
    }

    private void visit(String id, Set<String> done, Deque<String> path) {
        if (path.contains(id)) {
            List<String> cycle = new ArrayList<>(path).reversed();
            cycle = cycle.subList(cycle.indexOf(id), cycle.size());
            ResourceDeclaration first =
                    java.util.Objects.requireNonNull(template.resources().get(cycle.getFirst()));
            throw TemplateException.in(
                    first.logicalId(), first.at(), "Circular dependency between resources: " + new TreeSet<>(cycle));
        }
        if (done.contains(id)) {
            return;
        }
        path.push(id);
        of(id).forEach(need -> visit(need, done, path));
        path.pop();
        done.add(id);
    }
}
