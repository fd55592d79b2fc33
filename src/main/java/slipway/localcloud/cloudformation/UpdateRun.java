package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.localcloud.cloudformation.template.TemplateException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Brings a stack to new settings, in place or by replacement; on failure back to the last that held. */
final class UpdateRun extends StackRun {
    private final Blueprint blueprint;
    private final Differences differences;
    private final StackPolicy policy;

    UpdateRun(
            Stack stack,
            StackStore store,
            ResourceSteps steps,
            Operation operation,
            Blueprint blueprint,
            Differences differences,
            StackPolicy policy) {
        super(stack, store, steps, operation);
        this.blueprint = blueprint;
        this.differences = differences;
        this.policy = policy;
    }

    @Override
    void run() {
        boolean rollsBack = !stack.options().disableRollback();
        Parallel.Result result =
                Parallel.run(blueprint.resources(), blueprint::needs, this::step, operation::isCancelled, () -> {
                    if (rollsBack) {
                        operation.cancel();
                    }
                });
        if (operation.isSuperseded()) {
            return;
        }
        String failure = null;
        if (operation.isCancelledByUser()) {
            failure = "User Initiated";
        } else if (!result.complete()) {
            failure = failure();
        } else {
            try {
                denyRemovals();
                finishOutputs(blueprint);
                refuseLostExports();
            } catch (TemplateException fault) {
                failure = fault.getMessage() + " ";
            }
        }
        operation.calm();
        if (failure == null) {
            complete();
        } else if (rollsBack || operation.isCancelledByUser()) {
            status(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, failure);
            new Rollback(stack, store, steps, operation, differences, Set.of()).run();
        } else {
            status(StackStatus.UPDATE_FAILED, failure);
        }
    }

    private String failure() {
        Set<String> created = having(ResourceStatus.CREATE_FAILED);
        Set<String> updated = having(ResourceStatus.UPDATE_FAILED);
        return (created.isEmpty() ? "" : named("create", created))
                + (updated.isEmpty() ? "" : named("update", updated));
    }

    private boolean step(String id) {
        ResourceEntry present =
                stack.resource(id).filter(entry -> !entry.isGone()).orElse(null);
        if (present == null) {
            return create(blueprint, id);
        }
        if (present.status() == ResourceStatus.CREATE_FAILED) {
            // Left by an operation that was told not to roll back: what there is of it goes, and it is made anew.
            stack.addLeftover(present);
            return create(blueprint, id);
        }
        Wanted wanted;
        try {
            wanted = blueprint.wanted(id, new LiveResources(stack));
        } catch (TemplateException fault) {
            steps.fail(unevaluated(blueprint, id), ResourceStatus.UPDATE_FAILED, fault);
            return false;
        }
        return switch (differences.kind(present, wanted)) {
            case NONE -> {
                steps.refresh(present, wanted);
                yield true;
            }
            case IN_PLACE -> allowed(present, StackPolicy.MODIFY) && steps.update(present, wanted);
            case REPLACEMENT -> allowed(present, StackPolicy.REPLACE) && steps.replace(present, wanted);
        };
    }

    private boolean allowed(ResourceEntry present, String action) {
        var denied = policy.denies(action, present.logicalId(), present.type());
        denied.ifPresent(reason -> steps.record(present, ResourceStatus.UPDATE_FAILED, reason));
        return denied.isEmpty();
    }

    private List<ResourceEntry> removed() {
        return present(stack.resources().values()).stream()
                .filter(entry -> !blueprint.resources().contains(entry.logicalId()))
                .toList();
    }

    private void denyRemovals() {
        for (ResourceEntry entry : removed()) {
            policy.denies(StackPolicy.DELETE, entry.logicalId(), entry.type()).ifPresent(reason -> {
                throw TemplateException.of(reason);
            });
        }
    }

    private void refuseLostExports() {
        stack.before().ifPresent(before -> ExportGuard.check(stack, before.outputs(), stack.outputs(), store));
    }

    private void complete() {
        for (ResourceEntry entry : removed()) {
            stack.remove(entry.logicalId());
            stack.addLeftover(entry);
        }
        stack.forgetBefore();
        status(StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, null);
        new Cleanup(stack, store, steps, operation, blueprint.resources(), StackStatus.UPDATE_COMPLETE).run();
    }

    /** Deletes what an update, or its rollback, left over. What cannot be deleted is told and left. */
    static final class Cleanup extends StackRun {
        private final Set<String> stillDeclared;
        private final StackStatus end;

        /** @param stillDeclared logical ids that live on: their left-over predecessors were replaced, not removed */
        Cleanup(
                Stack stack,
                StackStore store,
                ResourceSteps steps,
                Operation operation,
                Set<String> stillDeclared,
                StackStatus end) {
            super(stack, store, steps, operation);
            this.stillDeclared = stillDeclared;
            this.end = end;
        }

        @Override
        void run() {
            boolean rollback = end == StackStatus.UPDATE_ROLLBACK_COMPLETE;
            deleteAll(
                    new ArrayList<>(stack.leftovers()),
                    entry -> rollback
                            ? CreatePolicy.of(entry)
                            : stillDeclared.contains(entry.logicalId()) ? entry.onReplace() : entry.onDelete(),
                    true);
            // AWS forgets what it could not delete in a cleanup, too: the update itself has succeeded.
            stack.leftovers().forEach(stack::removeLeftover);
            status(end, null);
        }
    }

    /** Sets the resources back to what they were, then cleans up. */
    static final class Rollback extends StackRun {
        private final Differences differences;
        private final Set<String> skipped;

        /** @param skipped logical ids of resources that are taken for rolled back without doing anything */
        Rollback(
                Stack stack,
                StackStore store,
                ResourceSteps steps,
                Operation operation,
                Differences differences,
                Set<String> skipped) {
            super(stack, store, steps, operation);
            this.differences = differences;
            this.skipped = skipped;
        }

        @Override
        void run() {
            Stack.Before before = stack.before().orElseThrow();
            Map<String, ResourceEntry> old = before.resources();
            for (ResourceEntry entry : present(stack.resources().values())) {
                ResourceEntry was = old.get(entry.logicalId());
                if (was == null || was.isGone()) {
                    stack.remove(entry.logicalId());
                    stack.addLeftover(entry);
                }
            }
            var ids = new LinkedHashSet<String>();
            old.values().stream().filter(entry -> !entry.isGone()).forEach(entry -> ids.add(entry.logicalId()));
            Parallel.Result result = Parallel.run(
                    ids,
                    id -> java.util.Objects.requireNonNull(old.get(id)).dependsOn(),
                    id -> restore(java.util.Objects.requireNonNull(old.get(id))),
                    operation::isSuperseded,
                    () -> {});
            if (operation.isSuperseded()) {
                return;
            }
            if (!result.complete()) {
                status(StackStatus.UPDATE_ROLLBACK_FAILED, named("update", result.failed()));
                return;
            }
            stack.settings(before.settings());
            stack.outputs(before.outputs(), before.imports());
            stack.changeSetId(before.changeSetId());
            stack.forgetBefore();
            status(StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, null);
            new Cleanup(stack, store, steps, operation, Set.of(), StackStatus.UPDATE_ROLLBACK_COMPLETE).run();
        }

        private boolean restore(ResourceEntry was) {
            ResourceEntry present = stack.resource(was.logicalId()).orElse(was);
            boolean replaced = !was.token().equals(present.token());
            if (skipped.contains(was.logicalId())) {
                steps.record(was, ResourceStatus.UPDATE_COMPLETE, null);
                return true;
            }
            if (replaced) {
                stack.addLeftover(present);
                stack.removeLeftover(was);
                steps.record(was, ResourceStatus.UPDATE_COMPLETE, null);
                return true;
            }
            boolean touched = present.status() == ResourceStatus.UPDATE_FAILED
                    || present.status() == ResourceStatus.UPDATE_IN_PROGRESS
                    || !differences.same(present.properties(), was.properties());
            if (!touched) {
                stack.put(was);
                return true;
            }
            return steps.restore(
                    present,
                    new Wanted(
                            was.logicalId(),
                            was.type(),
                            new LinkedHashMap<>(was.properties()),
                            new LinkedHashSet<>(was.dependsOn()),
                            was.onDelete(),
                            was.onReplace(),
                            was.metadata()));
        }
    }
}
