package slipway.localcloud.cloudformation;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.template.TemplateException;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeletionMode;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.RollbackStackRequest;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;

/** The requests that start, or call off, an operation on a stack. The caller lets in one at a time. */
final class StackRequests {
    private static final String BY_USER = "User Initiated";
    private static final Set<StackStatus> UPDATABLE = EnumSet.of(
            StackStatus.CREATE_COMPLETE,
            StackStatus.CREATE_FAILED,
            StackStatus.UPDATE_COMPLETE,
            StackStatus.UPDATE_FAILED,
            StackStatus.UPDATE_ROLLBACK_COMPLETE,
            StackStatus.IMPORT_COMPLETE,
            StackStatus.IMPORT_ROLLBACK_COMPLETE);

    private final Place place;
    private final CloudClock clock;
    private final StackStore store;
    private final StackEngine engine;
    private final Preflight preflight;

    StackRequests(Place place, CloudClock clock, StackStore store, StackEngine engine, Preflight preflight) {
        this.place = place;
        this.clock = clock;
        this.store = store;
        this.engine = engine;
        this.preflight = preflight;
    }

    String newStackId(String name) {
        return place.arn("cloudformation", "stack/" + name + "/" + UUID.randomUUID());
    }

    // ---------------------------------------------------------------- create

    String create(CreateStackRequest request) {
        Preflight.stackName(request.stackName());
        Preflight.rollbackConfiguration(request.rollbackConfiguration());
        Preflight.retainExceptOnCreate(request.retainExceptOnCreate());
        Optional<Stack> present = store.find(request.stackName());
        boolean inReview = present.filter(stack -> stack.status() == StackStatus.REVIEW_IN_PROGRESS)
                .isPresent();
        if (present.isPresent() && !inReview) {
            Stack stack = present.get();
            if (request.clientRequestToken() != null
                    && request.clientRequestToken().equals(stack.options().token())) {
                return stack.id();
            }
            throw CloudFormationErrors.alreadyExists(request.stackName());
        }
        if (request.disableRollback() != null && request.onFailure() != null) {
            throw CloudFormationErrors.validation("You cannot specify both DisableRollback and OnFailure");
        }
        Settings settings = preflight.settings(
                new Preflight.Given(
                        request.templateBody(),
                        request.templateURL(),
                        false,
                        request.parameters(),
                        request.tags(),
                        request.capabilitiesAsStrings(),
                        request.notificationARNs(),
                        request.roleARN()),
                Optional.empty());
        Preflight.resourceTypes(preflight.template(settings.template()), request.resourceTypes());
        String policy = policy(request.stackPolicyBody(), request.stackPolicyURL());
        String id = present.map(Stack::id).orElseGet(() -> newStackId(request.stackName()));
        Blueprint blueprint = preflight.blueprint(settings, request.stackName(), id);
        refuseTakenExports(blueprint, id);
        var options = new Stack.Options(
                Boolean.TRUE.equals(request.disableRollback()),
                request.onFailure() == null ? "ROLLBACK" : request.onFailureAsString(),
                Boolean.TRUE.equals(request.enableTerminationProtection()),
                request.clientRequestToken(),
                request.timeoutInMinutes(),
                Set.of());
        Stack stack = present.orElseGet(() -> new Stack(id, request.stackName(), clock, options));
        stack.options(options);
        stack.policy(policy);
        // What was under review is overtaken by this.
        for (ChangeSetEntry changeSet : stack.changeSets()) {
            stack.put(changeSet.withExecution(ExecutionStatus.OBSOLETE));
        }
        beginCreate(stack, settings, blueprint, present.isEmpty());
        return stack.id();
    }

    /** Gives the stack its settings and starts the create. */
    void beginCreate(Stack stack, Settings settings, Blueprint blueprint, boolean isNew) {
        stack.settings(settings);
        stack.status(StackStatus.CREATE_IN_PROGRESS, BY_USER);
        if (isNew) {
            store.add(stack);
        } else {
            store.commit(stack);
        }
        engine.create(stack, blueprint);
    }

    /** An export that another stack has would let the create fail at its end only. */
    void refuseTakenExports(Blueprint blueprint, String stackId) {
        var exports = store.exports();
        for (OutputEntry output :
                blueprint.outputs(slipway.localcloud.cloudformation.template.Scope.UNKNOWN_RESOURCES)) {
            StackStore.Export taken = output.exportName() == null ? null : exports.get(output.exportName());
            if (taken != null && !taken.stack().id().equals(stackId)) {
                throw CloudFormationErrors.validation("Export with name " + output.exportName()
                        + " is already exported by stack " + taken.stack().name());
            }
        }
    }

    static @Nullable String policy(@Nullable String body, @Nullable String url) {
        if (body != null && url != null) {
            throw CloudFormationErrors.validation("You cannot specify both StackPolicyURL and StackPolicyBody");
        }
        if (url != null) {
            throw CloudFormationErrors.validation(
                    "StackPolicyURL is not supported by the local cloud: send the policy as StackPolicyBody.");
        }
        StackPolicy.parse(body);
        return body;
    }

    // ---------------------------------------------------------------- update

    /** @return nothing when the request's token was seen with the stack's last operation */
    String update(UpdateStackRequest request) {
        Stack stack = live(request.stackName());
        Preflight.rollbackConfiguration(request.rollbackConfiguration());
        Preflight.retainExceptOnCreate(request.retainExceptOnCreate());
        if (request.clientRequestToken() != null
                && request.clientRequestToken().equals(stack.options().token())) {
            return stack.id();
        }
        requireUpdatable(stack);
        Settings settings = preflight.settings(
                new Preflight.Given(
                        request.templateBody(),
                        request.templateURL(),
                        Boolean.TRUE.equals(request.usePreviousTemplate()),
                        request.parameters(),
                        request.hasTags() ? request.tags() : null,
                        request.capabilitiesAsStrings(),
                        request.hasNotificationARNs() ? request.notificationARNs() : null,
                        request.roleARN()),
                stack.settings());
        Preflight.resourceTypes(preflight.template(settings.template()), request.resourceTypes());
        Blueprint blueprint = preflight.blueprint(settings, stack.name(), stack.id());
        refuseTypeChanges(stack, blueprint);
        refuseTakenExports(blueprint, stack.id());
        if (!preflight.plan(stack, blueprint).hasChanges()) {
            throw CloudFormationErrors.validation("No updates are to be performed.");
        }
        String policy = policy(request.stackPolicyBody(), request.stackPolicyURL());
        if (policy != null) {
            stack.policy(policy);
        }
        String during = policy(request.stackPolicyDuringUpdateBody(), request.stackPolicyDuringUpdateURL());
        beginUpdate(
                stack,
                settings,
                blueprint,
                Boolean.TRUE.equals(request.disableRollback()),
                request.clientRequestToken(),
                during);
        return stack.id();
    }

    /** Keeps the present state to go back to, gives the stack its new settings and starts the update. */
    void beginUpdate(
            Stack stack,
            Settings settings,
            Blueprint blueprint,
            boolean disableRollback,
            @Nullable String token,
            @Nullable String policyDuring) {
        StackPolicy policy = StackPolicy.parse(
                policyDuring != null ? policyDuring : stack.policy().orElse(null));
        stack.rememberBefore();
        stack.options(stack.options().withRollback(disableRollback, token));
        stack.settings(settings);
        stack.markUpdated();
        stack.status(StackStatus.UPDATE_IN_PROGRESS, BY_USER);
        store.commit(stack);
        engine.update(stack, blueprint, policy);
    }

    static void requireUpdatable(Stack stack) {
        if (!UPDATABLE.contains(stack.status())) {
            throw CloudFormationErrors.notUpdatable(stack);
        }
    }

    static void refuseTypeChanges(Stack stack, Blueprint blueprint) {
        var changed = blueprint.resources().stream()
                .filter(id -> stack.resource(id)
                        .filter(entry -> !entry.isGone())
                        .filter(entry -> !entry.type()
                                .equals(java.util.Objects.requireNonNull(
                                                blueprint.template().resources().get(id))
                                        .type()))
                        .isPresent())
                .toList();
        if (!changed.isEmpty()) {
            throw CloudFormationErrors.validation("Update of resource type is not permitted. The new template modifies"
                    + " resource type of the following resources: " + changed);
        }
    }

    void cancelUpdate(CancelUpdateStackRequest request) {
        Stack stack = live(request.stackName());
        if (stack.status() != StackStatus.UPDATE_IN_PROGRESS) {
            throw CloudFormationErrors.validation(
                    "CancelUpdateStack cannot be called from current stack status " + stack.status());
        }
        engine.cancelUpdate(stack);
    }

    void continueRollback(ContinueUpdateRollbackRequest request) {
        Stack stack = live(request.stackName());
        if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
            throw CloudFormationErrors.validation("Stack:" + stack.id() + " is in " + stack.status()
                    + " state and can not be continued to update rollback.");
        }
        Set<String> skipped = new LinkedHashSet<>(request.resourcesToSkip());
        for (String id : skipped) {
            if (stack.resource(id).isEmpty()) {
                throw CloudFormationErrors.validation(
                        "The following resource(s) do not exist in the stack: [" + id + "]");
            }
            if (stack.resource(id)
                    .filter(entry -> entry.status() == ResourceStatus.UPDATE_FAILED)
                    .isEmpty()) {
                // (a) The rule is AWS's, the words are ours.
                throw CloudFormationErrors.validation("The resource [" + id + "] cannot be skipped: only resources in"
                        + " the UPDATE_FAILED state can be");
            }
        }
        stack.options(stack.options().leavingAlone(skipped, request.clientRequestToken()));
        stack.status(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, BY_USER);
        store.commit(stack);
        engine.rollBackUpdate(stack, skipped);
    }

    /** RollbackStack: for a stack that stopped at a failure without rolling back. */
    String rollback(RollbackStackRequest request) {
        Preflight.retainExceptOnCreate(request.retainExceptOnCreate());
        Stack stack = live(request.stackName());
        switch (stack.status()) {
            case CREATE_FAILED -> {
                stack.status(StackStatus.ROLLBACK_IN_PROGRESS, BY_USER);
                store.commit(stack);
                engine.rollBackCreate(stack);
            }
            case UPDATE_FAILED -> {
                stack.status(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, BY_USER);
                store.commit(stack);
                engine.rollBackUpdate(stack, Set.of());
            }
            default ->
                throw CloudFormationErrors.validation(
                        "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be rolled back.");
        }
        return stack.id();
    }

    // ---------------------------------------------------------------- delete

    void delete(DeleteStackRequest request) {
        if (request.deletionMode() == DeletionMode.FORCE_DELETE_STACK) {
            throw CloudFormationErrors.validation("DeletionMode FORCE_DELETE_STACK is not supported by the local cloud:"
                    + " name what is to stay as RetainResources.");
        }
        Optional<Stack> found = store.find(request.stackName());
        if (found.isEmpty() || found.get().isDeleted()) {
            // AWS answers success for a stack that is not there.
            return;
        }
        Stack stack = found.get();
        if (stack.status() == StackStatus.DELETE_IN_PROGRESS) {
            return;
        }
        boolean creating = stack.status() == StackStatus.CREATE_IN_PROGRESS;
        if (stack.isBusy() && !creating) {
            throw CloudFormationErrors.validation(
                    "Stack [" + stack.id() + "] cannot be deleted while in status " + stack.status());
        }
        if (stack.options().protection()) {
            throw CloudFormationErrors.validation(
                    "Stack [" + stack.name() + "] cannot be deleted while TerminationProtection is enabled");
        }
        List<String> retained = request.retainResources();
        if (!retained.isEmpty() && stack.status() != StackStatus.DELETE_FAILED) {
            throw CloudFormationErrors.validation("Invalid operation on stack [" + stack.id()
                    + "]. When you delete a stack, specify which resources to retain only when the stack is in the"
                    + " DELETE_FAILED state.");
        }
        try {
            ExportGuard.check(stack, stack.outputs(), List.of(), store);
        } catch (TemplateException inUse) {
            // (a) AWS says so in an event; here the call itself is refused, before anything is touched.
            throw CloudFormationErrors.validation(inUse.sentence().strip());
        }
        var leftAlone = new LinkedHashSet<>(retained);
        stack.options(stack.options().leavingAlone(leftAlone, request.clientRequestToken()));
        stack.status(StackStatus.DELETE_IN_PROGRESS, BY_USER);
        store.commit(stack);
        engine.delete(stack, leftAlone);
    }

    /** The stack of this name, or id while it is not deleted. */
    Stack live(@Nullable String nameOrId) {
        String wanted = nameOrId == null ? "" : nameOrId;
        Stack stack = store.find(wanted).orElseThrow(() -> CloudFormationErrors.noStack(wanted));
        if (stack.isDeleted()) {
            throw CloudFormationErrors.notUpdatable(stack);
        }
        return stack;
    }
}
