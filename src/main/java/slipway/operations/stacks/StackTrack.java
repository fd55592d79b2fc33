package slipway.operations.stacks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.ResourcePlan;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** How far one stack has come, put together from its events. Belongs to the thread that follows the stack. */
final class StackTrack {
    /** What CloudFormation says of resources that only fail because another one did. */
    private static final String CONSEQUENCE = "cancelled";

    private final StackPlan plan;
    private final InstantSource clock;
    private final Map<String, ResourceProgress> resources = new LinkedHashMap<>();
    private ResourceState state = ResourceState.WAITING;
    private String status = "";
    private @Nullable Instant started;
    private @Nullable Instant ended;
    private @Nullable FirstFailure firstFailure;
    private final List<String> chain = new ArrayList<>();
    private int cancelled;
    private boolean rollingBack;
    private boolean cleaningUp;

    private static final Pattern REQUEST_TOKEN = Pattern.compile("\\s*\\(RequestToken: [^)]*\\)");

    /** Whether a resource failed only because another one did. */
    static boolean isConsequence(String reason) {
        return reason.endsWith(CONSEQUENCE);
    }

    /** AWS's words without the token that is of use to its support alone. */
    static String tidy(String reason) {
        return REQUEST_TOKEN.matcher(reason).replaceAll("").strip();
    }

    /** The first resource that failed by itself. */
    record FirstFailure(String logicalId, String type, String physicalId, String status, String reason) {}

    StackTrack(StackPlan plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
        plan.resources().forEach(resource -> resources.put(resource.logicalId(), waiting(resource)));
    }

    private static ResourceProgress waiting(ResourcePlan resource) {
        return new ResourceProgress(resource, ResourceState.WAITING, "", "", "", null, null);
    }

    StackProgress snapshot() {
        return new StackProgress(plan, state, status, started, ended, List.copyOf(resources.values()));
    }

    String status() {
        return status;
    }

    Optional<FirstFailure> firstFailure() {
        return Optional.ofNullable(firstFailure);
    }

    /** What followed from the first failure, in order. */
    List<String> chain() {
        List<String> all = new ArrayList<>(chain);
        if (cancelled > 0) {
            all.addFirst(
                    cancelled + (cancelled == 1 ? " resource was" : " resources were") + " cancelled because of it");
        }
        return all;
    }

    /** The operation begins, before any event of it. A new operation on the same stack starts afresh. */
    void begin(String newStatus) {
        state = ResourceState.IN_PROGRESS;
        status = newStatus;
        started = started == null ? clock.instant() : started;
        ended = null;
        firstFailure = null;
        rollingBack = false;
        cleaningUp = false;
        cancelled = 0;
        chain.clear();
        resources.replaceAll((id, resource) -> waiting(resource.plan()));
    }

    /** Nothing had to be done, or what remained is done: every resource is as the plan has it. */
    void complete(String newStatus) {
        state = ResourceState.COMPLETE;
        status = newStatus;
        started = started == null ? clock.instant() : started;
        ended = clock.instant();
        resources.replaceAll((id, resource) -> resource.state() == ResourceState.COMPLETE
                ? resource
                : with(resource, ResourceState.COMPLETE, resource.physicalId(), resource.status(), ""));
    }

    void deleted() {
        state = ResourceState.DELETED;
        status = "DELETE_COMPLETE";
        started = started == null ? clock.instant() : started;
        ended = clock.instant();
        resources.replaceAll((id, resource) -> resource.state() == ResourceState.DELETED
                ? resource
                : with(resource, ResourceState.DELETED, resource.physicalId(), resource.status(), resource.reason()));
    }

    void failed(String newStatus) {
        state = rollingBack ? ResourceState.ROLLED_BACK : ResourceState.FAILED;
        status = newStatus;
        ended = clock.instant();
    }

    void apply(StackEvent event) {
        String eventStatus = event.resourceStatusAsString();
        String reason = event.resourceStatusReason() == null ? "" : event.resourceStatusReason();
        if (StackEvents.isOfStack(event)) {
            applyToStack(eventStatus, reason);
            return;
        }
        String logicalId = event.logicalResourceId();
        ResourceProgress known = resources.get(logicalId);
        if (known == null) {
            // A resource that an update removes is in no plan of the new template.
            known = waiting(new ResourcePlan(logicalId, text(event.resourceType()), ""));
        }
        if (eventStatus.endsWith("_FAILED")) {
            noteFailure(new FirstFailure(
                    logicalId, text(event.resourceType()), text(event.physicalResourceId()), eventStatus, reason));
        }
        boolean oldOneGoes = cleaningUp && eventStatus.startsWith("DELETE_");
        if (!oldOneGoes) {
            resources.put(
                    logicalId,
                    with(known, stateOf(eventStatus), text(event.physicalResourceId()), eventStatus, reason));
        }
    }

    private void applyToStack(String eventStatus, String reason) {
        status = eventStatus;
        if (eventStatus.endsWith("ROLLBACK_IN_PROGRESS")) {
            rollingBack = true;
            state = ResourceState.ROLLING_BACK;
            if (firstFailure == null && !reason.isEmpty()) {
                firstFailure = new FirstFailure("", "", "", eventStatus, reason);
            }
            chain.add(plan.name() + " rolls back");
        }
        cleaningUp = eventStatus.endsWith("_CLEANUP_IN_PROGRESS");
        if (isTerminal(eventStatus) && rollingBack) {
            chain.add(plan.name() + " ended as " + eventStatus);
        }
        if (eventStatus.equals("DELETE_FAILED") && firstFailure == null) {
            firstFailure = new FirstFailure("", "", "", eventStatus, reason);
        }
    }

    private void noteFailure(FirstFailure failure) {
        if (isConsequence(failure.reason())) {
            cancelled++;
        } else if (firstFailure == null) {
            firstFailure = failure;
        } else if (!firstFailure.logicalId().equals(failure.logicalId())) {
            chain.add(failure.logicalId() + " failed too: " + failure.reason());
        }
    }

    /** What a resource waits for, in words, beside the status that its last event gave it; true when that is news. */
    boolean remark(String logicalId, String words) {
        ResourceProgress resource = resources.get(logicalId);
        if (resource == null
                || resource.state() != ResourceState.IN_PROGRESS
                || resource.reason().equals(words)) {
            return false;
        }
        resources.put(
                logicalId,
                new ResourceProgress(
                        resource.plan(),
                        resource.state(),
                        resource.physicalId(),
                        resource.status(),
                        words,
                        resource.started(),
                        resource.ended()));
        return true;
    }

    private ResourceProgress with(
            ResourceProgress known, ResourceState newState, String physicalId, String newStatus, String reason) {
        Instant now = clock.instant();
        boolean over = newState != ResourceState.IN_PROGRESS && newState != ResourceState.ROLLING_BACK;
        return new ResourceProgress(
                known.plan(),
                newState,
                physicalId.isEmpty() ? known.physicalId() : physicalId,
                newStatus,
                reason,
                known.started() == null ? now : known.started(),
                over ? now : null);
    }

    private ResourceState stateOf(String eventStatus) {
        return switch (eventStatus) {
            case "CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE" ->
                rollingBack ? ResourceState.ROLLED_BACK : ResourceState.COMPLETE;
            case "DELETE_COMPLETE", "DELETE_SKIPPED" -> rollingBack ? ResourceState.ROLLED_BACK : ResourceState.DELETED;
            default -> {
                if (eventStatus.endsWith("_FAILED")) {
                    yield ResourceState.FAILED;
                }
                yield rollingBack ? ResourceState.ROLLING_BACK : ResourceState.IN_PROGRESS;
            }
        };
    }

    static boolean isTerminal(String stackStatus) {
        return !stackStatus.endsWith("_IN_PROGRESS");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
