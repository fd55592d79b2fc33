package slipway.localcloud.cloudformation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Background;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Runs operations on stacks, each on a thread of its own, at most one per stack at a time. */
final class StackEngine {
    private static final Logger log = LoggerFactory.getLogger(StackEngine.class);
    private static final String INTERRUPTED = "The local cloud ended while this was under way. ";

    private final Place place;
    private final CloudClock clock;
    private final StackStore store;
    private final ResourceTypes types;
    private final Differences differences;
    private final Map<String, Operation> running = new ConcurrentHashMap<>();

    StackEngine(Place place, CloudClock clock, StackStore store, ResourceTypes types) {
        this.place = place;
        this.clock = clock;
        this.store = store;
        this.types = types;
        this.differences = new Differences(types);
    }

    Blueprint blueprint(Settings settings, String stackName, String stackId) {
        return new Blueprint(settings, types, place, stackName, stackId, store);
    }

    Differences differences() {
        return differences;
    }

    /** The stack has its settings, and its status is CREATE_IN_PROGRESS. */
    void create(Stack stack, Blueprint blueprint) {
        start(stack, (steps, operation) -> new CreateRun(stack, store, steps, operation, blueprint, clock));
    }

    /** The stack has its new settings, and its status is UPDATE_IN_PROGRESS. */
    void update(Stack stack, Blueprint blueprint, StackPolicy policy) {
        start(
                stack,
                (steps, operation) -> new UpdateRun(stack, store, steps, operation, blueprint, differences, policy));
    }

    /** The stack's status is DELETE_IN_PROGRESS. A create that is under way is called off first. */
    void delete(Stack stack, Set<String> retained) {
        Optional<Operation> before = Optional.ofNullable(running.get(stack.id()));
        before.ifPresent(Operation::supersede);
        start(stack, (steps, operation) -> new DeleteRun(stack, store, steps, operation, retained) {
            @Override
            void run() {
                before.ifPresent(Operation::await);
                super.run();
            }
        });
    }

    /** Has the update that is under way end and roll back. */
    void cancelUpdate(Stack stack) {
        Optional.ofNullable(running.get(stack.id())).ifPresent(Operation::cancelByUser);
    }

    /** The stack's status is UPDATE_ROLLBACK_IN_PROGRESS. */
    void rollBackUpdate(Stack stack, Set<String> skipped) {
        start(
                stack,
                (steps, operation) -> new UpdateRun.Rollback(stack, store, steps, operation, differences, skipped));
    }

    /** The stack's status is ROLLBACK_IN_PROGRESS. */
    void rollBackCreate(Stack stack) {
        start(stack, (steps, operation) -> new CreateRun.Rollback(stack, store, steps, operation));
    }

    /** The stack has its new settings, and its status is IMPORT_IN_PROGRESS. */
    void importResources(Stack stack, Blueprint blueprint, Map<String, Map<String, String>> imports) {
        start(stack, (steps, operation) -> new ImportRun(stack, store, steps, operation, blueprint, imports));
    }

    /** Waits until nothing is under way on a stack. */
    void await(Stack stack) {
        Optional.ofNullable(running.get(stack.id())).ifPresent(Operation::await);
    }

    private interface RunFactory {
        StackRun of(ResourceSteps steps, Operation operation);
    }

    private void start(Stack stack, RunFactory factory) {
        var operation = new Operation(clock.realTimer());
        var steps = new ResourceSteps(stack, store, types, place, operation);
        StackRun run = factory.of(steps, operation);
        running.put(stack.id(), operation);
        Background.start("stack " + stack.name(), () -> {
            try {
                run.run();
            } catch (RuntimeException unexpected) {
                log.error("stack {}: the operation broke off", stack.name(), unexpected);
                run.status(brokenOff(stack.status()), "Internal failure: " + unexpected);
            } finally {
                running.remove(stack.id(), operation);
                operation.end();
            }
        });
    }

    private static StackStatus brokenOff(StackStatus during) {
        return switch (during) {
            case CREATE_IN_PROGRESS -> StackStatus.CREATE_FAILED;
            case ROLLBACK_IN_PROGRESS -> StackStatus.ROLLBACK_FAILED;
            case DELETE_IN_PROGRESS -> StackStatus.DELETE_FAILED;
            case UPDATE_IN_PROGRESS -> StackStatus.UPDATE_FAILED;
            case IMPORT_IN_PROGRESS -> StackStatus.IMPORT_ROLLBACK_FAILED;
            default -> StackStatus.UPDATE_ROLLBACK_FAILED;
        };
    }

    // ---------------------------------------------------------------- after a restart

    /** Takes up what was under way when the local cloud ended: what was being built is rolled back, all else goes on. */
    void resume() {
        store.all().stream().filter(Stack::isBusy).forEach(this::resume);
    }

    private void resume(Stack stack) {
        var steps = new ResourceSteps(stack, store, types, place, new Operation(clock.realTimer()));
        var unfinished = new LinkedHashMap<String, ResourceStatus>();
        for (ResourceEntry entry : stack.resources().values()) {
            ResourceEntry known = entry.status().toString().endsWith("IN_PROGRESS") ? steps.recover(entry) : entry;
            ResourceStatus failed = failedAfter(known.status());
            if (failed != null) {
                unfinished.put(known.logicalId(), failed);
                steps.record(known, failed, INTERRUPTED);
            }
        }
        switch (stack.status()) {
            case CREATE_IN_PROGRESS -> {
                String reason = INTERRUPTED + "Rollback requested by user.";
                if (!stack.options().rollsBack()) {
                    end(stack, StackStatus.CREATE_FAILED, INTERRUPTED);
                } else if (stack.options().onFailure().equals("DELETE")) {
                    end(stack, StackStatus.DELETE_IN_PROGRESS, reason);
                    delete(stack, Set.of());
                } else {
                    end(stack, StackStatus.ROLLBACK_IN_PROGRESS, reason);
                    rollBackCreate(stack);
                }
            }
            case ROLLBACK_IN_PROGRESS -> rollBackCreate(stack);
            case DELETE_IN_PROGRESS -> delete(stack, stack.options().leftAlone());
            case UPDATE_IN_PROGRESS -> {
                end(stack, StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, INTERRUPTED);
                rollBackUpdate(stack, Set.of());
            }
            case UPDATE_ROLLBACK_IN_PROGRESS ->
                rollBackUpdate(stack, stack.options().leftAlone());
            case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS -> cleanUp(stack, StackStatus.UPDATE_COMPLETE);
            case UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS -> cleanUp(stack, StackStatus.UPDATE_ROLLBACK_COMPLETE);
            case IMPORT_IN_PROGRESS -> {
                // Nothing was made: the resources that were to be taken in are where they were.
                stack.before().ifPresent(before -> {
                    stack.resources().keySet().stream()
                            .filter(id -> !before.resources().containsKey(id))
                            .forEach(stack::remove);
                    stack.settings(before.settings());
                });
                stack.forgetBefore();
                end(stack, StackStatus.IMPORT_ROLLBACK_COMPLETE, INTERRUPTED);
            }
            default -> throw new IllegalStateException("stack " + stack.name() + " is " + stack.status());
        }
        log.info("stack {}: taken up again as {} after {}", stack.name(), stack.status(), unfinished);
    }

    private void end(Stack stack, StackStatus status, String reason) {
        stack.status(status, reason);
        store.commit(stack);
    }

    private void cleanUp(Stack stack, StackStatus end) {
        start(
                stack,
                (steps, operation) -> new UpdateRun.Cleanup(
                        stack,
                        store,
                        steps,
                        operation,
                        new LinkedHashSet<>(stack.resources().keySet()),
                        end));
    }

    private static @org.jspecify.annotations.Nullable ResourceStatus failedAfter(ResourceStatus during) {
        return switch (during) {
            case CREATE_IN_PROGRESS -> ResourceStatus.CREATE_FAILED;
            case UPDATE_IN_PROGRESS -> ResourceStatus.UPDATE_FAILED;
            case DELETE_IN_PROGRESS -> ResourceStatus.DELETE_FAILED;
            case IMPORT_IN_PROGRESS -> ResourceStatus.IMPORT_FAILED;
            default -> null;
        };
    }

    void close() {
        store.close();
        running.values().forEach(Operation::supersede);
    }
}
