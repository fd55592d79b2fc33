package slipway.localcloud.cloudformation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.resource.OperationCancelledException;
import slipway.localcloud.cloudformation.resource.ResourceContext;
import slipway.localcloud.cloudformation.resource.ResourceException;
import slipway.localcloud.cloudformation.resource.ResourceType;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import slipway.localcloud.cloudformation.template.TemplateException;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/** Creates, changes and deletes single resources of one stack for one operation, with the events that AWS writes. */
final class ResourceSteps {
    private static final String REPLACEMENT =
            "Requested update requires the creation of a new physical resource; hence creating one.";

    private final Stack stack;
    private final StackStore store;
    private final ResourceTypes types;
    private final Place place;
    private final Operation operation;

    ResourceSteps(Stack stack, StackStore store, ResourceTypes types, Place place, Operation operation) {
        this.stack = stack;
        this.store = store;
        this.types = types;
        this.place = place;
        this.operation = operation;
    }

    /** Creates what the template newly declares. Answers whether it is there. */
    boolean create(Wanted wanted) {
        ResourceType type = types.get(wanted.type());
        ResourceEntry entry = entry(wanted, ResourceStatus.CREATE_IN_PROGRESS);
        entry = record(entry, ResourceStatus.CREATE_IN_PROGRESS, null);
        if (type.isReal()) {
            store.commit(stack);
        }
        var context = new Context(entry, ResourceStatus.CREATE_IN_PROGRESS);
        try {
            ResourceType.Created created = type.create(context, entry.properties());
            context.initiated(created.physicalId());
            record(
                    context.entry().withState(entry.properties(), created.attributes()),
                    ResourceStatus.CREATE_COMPLETE,
                    null);
            return true;
        } catch (RuntimeException failed) {
            record(context.entry(), ResourceStatus.CREATE_FAILED, reason(failed, "Resource creation cancelled"));
            return false;
        }
    }

    /** Reports a resource whose properties cannot even be worked out. */
    void fail(Wanted wanted, ResourceStatus status, RuntimeException cause) {
        ResourceEntry entry = stack.resource(wanted.logicalId())
                .filter(present -> !present.isGone())
                .orElseGet(() -> entry(wanted, status));
        record(entry, status, reason(cause, ""));
    }

    /** Changes a resource in place. */
    boolean update(ResourceEntry present, Wanted wanted) {
        // What was applied of the new properties is not known after a failure or a kill: the rollback sets the old ones
        // again.
        return update(present, wanted, wanted.properties());
    }

    /** Sets a resource back in place. */
    boolean restore(ResourceEntry present, Wanted before) {
        // Until it is done it differs from what it is to be, so that going on with the rollback tries again.
        return update(present, before, present.properties());
    }

    private boolean update(ResourceEntry present, Wanted wanted, Map<String, Object> untilDone) {
        ResourceType type = types.get(present.type());
        ResourceEntry entry =
                record(present.withState(untilDone, present.attributes()), ResourceStatus.UPDATE_IN_PROGRESS, null);
        if (type.isReal()) {
            store.commit(stack);
        }
        String physicalId = physicalId(entry);
        try {
            var context = new Context(entry, ResourceStatus.UPDATE_IN_PROGRESS);
            Map<String, Object> attributes =
                    type.update(context, physicalId, present.properties(), wanted.properties());
            record(
                    declared(entry, wanted).withState(wanted.properties(), attributes),
                    ResourceStatus.UPDATE_COMPLETE,
                    null);
            return true;
        } catch (RuntimeException failed) {
            record(entry, ResourceStatus.UPDATE_FAILED, reason(failed, "Resource update cancelled"));
            return false;
        }
    }

    /** Creates the successor of a resource; the old one is left over for the cleanup. */
    boolean replace(ResourceEntry present, Wanted wanted) {
        ResourceType type = types.get(wanted.type());
        record(present, ResourceStatus.UPDATE_IN_PROGRESS, REPLACEMENT);
        ResourceEntry entry = entry(wanted, ResourceStatus.UPDATE_IN_PROGRESS);
        Optional<String> taken = type.nameProperty()
                .map(wanted.properties()::get)
                .filter(name ->
                        name.equals(present.properties().get(type.nameProperty().orElseThrow())))
                .map(Object::toString);
        if (taken.isPresent()) {
            record(
                    present,
                    ResourceStatus.UPDATE_FAILED,
                    "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename "
                            + taken.get() + " and update the stack again.");
            return false;
        }
        stack.addLeftover(present);
        stack.put(entry);
        store.commit(stack);
        var context = new Context(entry, ResourceStatus.UPDATE_IN_PROGRESS);
        try {
            ResourceType.Created created = type.create(context, entry.properties());
            context.initiated(created.physicalId());
            record(
                    context.entry().withState(entry.properties(), created.attributes()),
                    ResourceStatus.UPDATE_COMPLETE,
                    null);
            return true;
        } catch (RuntimeException failed) {
            record(context.entry(), ResourceStatus.UPDATE_FAILED, reason(failed, "Resource update cancelled"));
            return false;
        }
    }

    /**
     * Deletes a resource of the stack, or one that is left over.
     *
     * @param policy what its deletion means
     * @return whether it is gone, or kept on purpose
     */
    boolean delete(ResourceEntry present, Policy policy, boolean leftover) {
        if (present.physicalId() == null) {
            record(present, ResourceStatus.DELETE_COMPLETE, null, leftover);
            return true;
        }
        if (policy != Policy.DELETE) {
            record(present, ResourceStatus.DELETE_SKIPPED, null, leftover);
            return true;
        }
        ResourceEntry entry = record(present, ResourceStatus.DELETE_IN_PROGRESS, null, leftover);
        try {
            types.get(entry.type())
                    .delete(
                            new Context(entry, ResourceStatus.DELETE_IN_PROGRESS),
                            physicalId(entry),
                            entry.properties());
            record(entry, ResourceStatus.DELETE_COMPLETE, null, leftover);
            return true;
        } catch (RuntimeException failed) {
            record(entry, ResourceStatus.DELETE_FAILED, reason(failed, "Resource deletion cancelled"), leftover);
            return false;
        }
    }

    /** Leaves a resource alone, with DELETE_SKIPPED. */
    void skip(ResourceEntry entry) {
        record(entry, ResourceStatus.DELETE_SKIPPED, null);
    }

    /** Takes an existing resource in. */
    boolean adopt(Wanted wanted, Map<String, String> identifier) {
        ResourceEntry entry = entry(wanted, ResourceStatus.IMPORT_IN_PROGRESS);
        var context = new Context(entry, ResourceStatus.IMPORT_IN_PROGRESS);
        try {
            ResourceType.Created adopted = types.get(wanted.type()).adopt(context, identifier, wanted.properties());
            entry = record(
                    entry.withPhysicalId(adopted.physicalId()).withState(wanted.properties(), adopted.attributes()),
                    ResourceStatus.IMPORT_IN_PROGRESS,
                    "Resource import started.");
            record(entry, ResourceStatus.IMPORT_COMPLETE, "Resource import completed.");
            return true;
        } catch (RuntimeException failed) {
            record(entry, ResourceStatus.IMPORT_FAILED, reason(failed, ""));
            return false;
        }
    }

    /** After a crash: the resource that an unfinished create may have left, with its physical id. */
    ResourceEntry recover(ResourceEntry entry) {
        if (entry.physicalId() != null) {
            return entry;
        }
        ResourceType type = types.get(entry.type());
        var found = type.recover(new Context(entry, entry.status()), entry.properties());
        return entry.withPhysicalId(found.orElse(null));
    }

    /** Properties and policies of a resource in the template may change without anything being done to it. */
    void refresh(ResourceEntry present, Wanted wanted) {
        stack.put(declared(present, wanted));
    }

    ResourceEntry record(ResourceEntry entry, ResourceStatus status, @Nullable String reason) {
        return record(entry, status, reason, false);
    }

    private ResourceEntry record(
            ResourceEntry entry, ResourceStatus status, @Nullable String reason, boolean leftover) {
        ResourceEntry changed =
                stack.status(entry, status, reason, Masking.json(entry.properties(), stack.requireSettings()));
        if (!leftover) {
            stack.put(changed);
        }
        store.touch(stack);
        return changed;
    }

    private ResourceEntry entry(Wanted wanted, ResourceStatus status) {
        return new ResourceEntry(
                wanted.logicalId(),
                wanted.type(),
                Tokens.next(),
                null,
                status,
                null,
                stack.created(),
                wanted.properties(),
                Map.of(),
                List.copyOf(wanted.dependsOn()),
                wanted.onDelete(),
                wanted.onReplace(),
                wanted.metadata());
    }

    private static ResourceEntry declared(ResourceEntry present, Wanted wanted) {
        return present.withDeclared(
                List.copyOf(wanted.dependsOn()), wanted.onDelete(), wanted.onReplace(), wanted.metadata());
    }

    private static String physicalId(ResourceEntry entry) {
        if (entry.physicalId() == null) {
            throw new ResourceException("Resource " + entry.logicalId() + " has no physical id");
        }
        return entry.physicalId();
    }

    private static String reason(RuntimeException failed, String cancelled) {
        return switch (failed) {
            case OperationCancelledException off -> cancelled;
            case TemplateException fault -> String.valueOf(fault.getMessage());
            case AwsServiceException service ->
                handler(
                        service.awsErrorDetails() == null
                                ? String.valueOf(service.getMessage())
                                : service.awsErrorDetails().errorMessage() + " (Service: "
                                        + service.awsErrorDetails().serviceName() + ", Status Code: "
                                        + service.statusCode() + ")");
            default -> handler(failed.getMessage() == null ? failed.toString() : failed.getMessage());
        };
    }

    private static String handler(String message) {
        return "Resource handler returned message: \"" + message + "\" (RequestToken: " + UUID.randomUUID()
                + ", HandlerErrorCode: GeneralServiceException)";
    }

    /** What one resource's type may know and say while it works. */
    private final class Context implements ResourceContext {
        private final ResourceStatus status;
        private ResourceEntry entry;

        Context(ResourceEntry entry, ResourceStatus status) {
            this.entry = entry;
            this.status = status;
        }

        ResourceEntry entry() {
            return entry;
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public String stackName() {
            return stack.name();
        }

        @Override
        public String stackId() {
            return stack.id();
        }

        @Override
        public String logicalId() {
            return entry.logicalId();
        }

        @Override
        public String token() {
            return entry.token();
        }

        @Override
        public Map<String, String> stackTags() {
            return new LinkedHashMap<>(stack.requireSettings().tags());
        }

        @Override
        public void initiated(String physicalId) {
            if (entry.physicalId() == null) {
                entry = record(entry.withPhysicalId(physicalId), status, "Resource creation Initiated");
            }
        }

        @Override
        public void pause(Duration real) {
            operation.pause(real);
        }
    }
}
