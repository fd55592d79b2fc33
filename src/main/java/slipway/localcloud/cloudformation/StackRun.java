package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import slipway.localcloud.cloudformation.template.TemplateException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** What creating, updating, rolling back and deleting a stack have in common. One run is one thread's work. */
abstract class StackRun {
    final Stack stack;
    final StackStore store;
    final ResourceSteps steps;
    final Operation operation;

    StackRun(Stack stack, StackStore store, ResourceSteps steps, Operation operation) {
        this.stack = stack;
        this.store = store;
        this.steps = steps;
        this.operation = operation;
    }

    abstract void run();

    /** Sets the stack's status and waits until that is kept. */
    void status(StackStatus status, @Nullable String reason) {
        stack.status(status, reason);
        store.commit(stack);
    }

    /** Creates a resource that the stack does not have. */
    boolean create(Blueprint blueprint, String id) {
        Wanted wanted;
        try {
            wanted = blueprint.wanted(id, new LiveResources(stack));
        } catch (TemplateException fault) {
            steps.fail(unevaluated(blueprint, id), ResourceStatus.CREATE_FAILED, fault);
            return false;
        }
        return steps.create(wanted);
    }

    /** What can be said of a resource whose properties cannot be worked out. */
    static Wanted unevaluated(Blueprint blueprint, String id) {
        var declaration = java.util.Objects.requireNonNull(
                blueprint.template().resources().get(id));
        return new Wanted(
                id,
                declaration.type(),
                Map.of(),
                blueprint.needs(id),
                declaration.onDelete(),
                declaration.onReplace(),
                "{}");
    }

    /** What becomes of a resource that is deleted. */
    interface PolicyOf {
        Policy of(ResourceEntry entry);
    }

    /**
     * Deletes resources, each after all that depend on it, and goes on past failures in branches that do not.
     *
     * @return logical ids of those that could not be deleted, and of those that were not tried for that
     */
    Set<String> deleteAll(Collection<ResourceEntry> entries, PolicyOf policy, boolean leftover) {
        Map<String, ResourceEntry> byKey = new LinkedHashMap<>();
        List<ResourceEntry> newestFirst = new ArrayList<>(entries).reversed();
        newestFirst.forEach(entry -> byKey.put(key(entry), entry));
        Map<String, Set<String>> dependents = new HashMap<>();
        for (ResourceEntry entry : byKey.values()) {
            for (ResourceEntry other : byKey.values()) {
                if (other.dependsOn().contains(entry.logicalId())) {
                    dependents
                            .computeIfAbsent(key(entry), ignored -> new HashSet<>())
                            .add(key(other));
                }
            }
        }
        Parallel.Result result = Parallel.run(
                byKey.keySet(),
                key -> dependents.getOrDefault(key, Set.of()),
                key -> {
                    ResourceEntry entry = java.util.Objects.requireNonNull(byKey.get(key));
                    boolean gone = steps.delete(entry, policy.of(entry), leftover);
                    if (gone && leftover) {
                        stack.removeLeftover(entry);
                        store.touch(stack);
                    }
                    return gone;
                },
                () -> false,
                () -> {});
        var left = new TreeSet<String>();
        result.failed().forEach(key -> left.add(logicalId(key)));
        return left;
    }

    private static String key(ResourceEntry entry) {
        return entry.logicalId() + "/" + entry.token();
    }

    private static String logicalId(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    static List<ResourceEntry> present(Collection<ResourceEntry> entries) {
        return entries.stream().filter(entry -> !entry.isGone()).toList();
    }

    /** Works out the outputs with the resources as they are, and refuses an export that another stack has. */
    void finishOutputs(Blueprint blueprint) {
        List<OutputEntry> outputs = blueprint.outputs(new LiveResources(stack));
        Map<String, StackStore.Export> exports = store.exports();
        for (OutputEntry output : outputs) {
            StackStore.Export other = output.exportName() == null ? null : exports.get(output.exportName());
            if (other != null && other.stack() != stack) {
                throw TemplateException.of("Export with name " + output.exportName() + " is already exported by stack "
                        + other.stack().name() + ". Rollback requested by user.");
            }
        }
        stack.outputs(outputs, new LinkedHashSet<>(blueprint.usedExports()));
    }

    static String named(String what, Collection<String> ids) {
        return "The following resource(s) failed to " + what + ": [" + String.join(", ", new TreeSet<>(ids)) + "]. ";
    }

    /** Logical ids of the resources that have this status. */
    Set<String> having(ResourceStatus status) {
        var ids = new TreeSet<String>();
        stack.resources().values().stream()
                .filter(entry -> entry.status() == status)
                .forEach(entry -> ids.add(entry.logicalId()));
        return ids;
    }
}
