package slipway.localcloud.cloudformation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * A stack: its settings, resources, outputs, events and change sets, as an operation on it leaves them. Safe for use by
 * many threads; whoever changes it also tells the {@link StackStore}.
 */
final class Stack {
    /** The oldest events of a stack are forgotten beyond this many. */
    static final int MAX_EVENTS = 2_000;

    static final String STACK_TYPE = "AWS::CloudFormation::Stack";

    private final String id;
    private final String name;
    private final Instant created;
    private final InstantSource clock;
    private StackStatus status;
    private @Nullable String reason;
    private @Nullable Instant updated;
    private @Nullable Instant deleted;
    private @Nullable Settings settings;
    private Options options;
    private @Nullable String policy;
    private @Nullable String changeSetId;
    private final Map<String, ResourceEntry> resources = new LinkedHashMap<>();
    private @Nullable Before before;
    private final List<ResourceEntry> leftovers = new ArrayList<>();
    private List<OutputEntry> outputs = List.of();
    private Set<String> imports = Set.of();
    private final List<EventEntry> events = new ArrayList<>();
    private final Map<String, ChangeSetEntry> changeSets = new LinkedHashMap<>();
    private long eventCount;
    private Instant lastEvent;

    /** The last state that held, to which a failed update goes back. */
    record Before(
            Settings settings,
            Map<String, ResourceEntry> resources,
            List<OutputEntry> outputs,
            Set<String> imports,
            @Nullable String changeSetId) {}

    /**
     * @param onFailure ROLLBACK, DELETE or DO_NOTHING
     * @param token the client's token of the last operation
     * @param timeoutMinutes how long a create may take, in cloud time; null for as long as it takes
     * @param leftAlone logical ids that the deletion or rollback under way retains or skips
     */
    record Options(
            boolean disableRollback,
            String onFailure,
            boolean protection,
            @Nullable String token,
            @Nullable Integer timeoutMinutes,
            Set<String> leftAlone) {
        Options {
            // A document of an earlier version has none.
            leftAlone = Objects.requireNonNullElse(leftAlone, Set.of());
        }

        Options withProtection(boolean on) {
            return new Options(disableRollback, onFailure, on, token, timeoutMinutes, leftAlone);
        }

        Options withRollback(boolean disabled, @Nullable String newToken) {
            return new Options(disabled, onFailure, protection, newToken, timeoutMinutes, Set.of());
        }

        Options withOnFailure(String action) {
            return new Options(disableRollback, action, protection, token, timeoutMinutes, leftAlone);
        }

        /** A restart in the middle must not forget them. */
        Options leavingAlone(Set<String> logicalIds, @Nullable String newToken) {
            return new Options(
                    disableRollback, onFailure, protection, newToken, timeoutMinutes, Set.copyOf(logicalIds));
        }

        boolean rollsBack() {
            return !disableRollback && !onFailure.equals("DO_NOTHING");
        }
    }

    /** Kept form. */
    record Document(
            String id,
            String name,
            Instant created,
            StackStatus status,
            @Nullable String reason,
            @Nullable Instant updated,
            @Nullable Instant deleted,
            @Nullable Settings settings,
            Options options,
            @Nullable String policy,
            @Nullable String changeSetId,
            List<ResourceEntry> resources,
            @Nullable Before before,
            List<ResourceEntry> leftovers,
            List<OutputEntry> outputs,
            Set<String> imports,
            List<EventEntry> events,
            List<ChangeSetEntry> changeSets,
            long eventCount) {}

    Stack(String id, String name, InstantSource clock, Options options) {
        this.id = id;
        this.name = name;
        this.clock = clock;
        this.created = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.lastEvent = created;
        this.status = StackStatus.REVIEW_IN_PROGRESS;
        this.options = options;
    }

    Stack(Document document, InstantSource clock) {
        id = document.id();
        name = document.name();
        created = document.created();
        this.clock = clock;
        status = document.status();
        reason = document.reason();
        updated = document.updated();
        deleted = document.deleted();
        settings = document.settings();
        options = document.options();
        policy = document.policy();
        changeSetId = document.changeSetId();
        document.resources().forEach(entry -> resources.put(entry.logicalId(), entry));
        before = document.before();
        leftovers.addAll(document.leftovers());
        outputs = document.outputs();
        imports = document.imports();
        events.addAll(document.events());
        document.changeSets().forEach(entry -> changeSets.put(entry.id(), entry));
        eventCount = document.eventCount();
        lastEvent = events.isEmpty() ? created : events.getLast().at();
    }

    synchronized Document document() {
        return new Document(
                id,
                name,
                created,
                status,
                reason,
                updated,
                deleted,
                settings,
                options,
                policy,
                changeSetId,
                List.copyOf(resources.values()),
                before,
                List.copyOf(leftovers),
                outputs,
                imports,
                List.copyOf(events),
                List.copyOf(changeSets.values()),
                eventCount);
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    synchronized StackStatus status() {
        return status;
    }

    synchronized @Nullable String reason() {
        return reason;
    }

    synchronized Optional<Instant> updated() {
        return Optional.ofNullable(updated);
    }

    synchronized void markUpdated() {
        updated = now();
    }

    synchronized Optional<Instant> deleted() {
        return Optional.ofNullable(deleted);
    }

    synchronized boolean isDeleted() {
        return status == StackStatus.DELETE_COMPLETE;
    }

    synchronized boolean isBusy() {
        return status.toString().endsWith("IN_PROGRESS") && status != StackStatus.REVIEW_IN_PROGRESS;
    }

    /** Empty only while a stack waits for its first change set to be executed. */
    synchronized Optional<Settings> settings() {
        return Optional.ofNullable(settings);
    }

    synchronized Settings requireSettings() {
        if (settings == null) {
            throw new IllegalStateException("stack " + name + " has no template yet");
        }
        return settings;
    }

    synchronized void settings(Settings replacement) {
        settings = replacement;
    }

    synchronized Options options() {
        return options;
    }

    synchronized void options(Options replacement) {
        options = replacement;
    }

    synchronized Optional<String> policy() {
        return Optional.ofNullable(policy);
    }

    synchronized void policy(@Nullable String replacement) {
        policy = replacement;
    }

    synchronized @Nullable String changeSetId() {
        return changeSetId;
    }

    synchronized void changeSetId(@Nullable String replacement) {
        changeSetId = replacement;
    }

    // ---------------------------------------------------------------- resources

    synchronized Map<String, ResourceEntry> resources() {
        return new LinkedHashMap<>(resources);
    }

    synchronized Optional<ResourceEntry> resource(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId));
    }

    synchronized void put(ResourceEntry entry) {
        resources.put(entry.logicalId(), entry);
    }

    synchronized void remove(String logicalId) {
        resources.remove(logicalId);
    }

    synchronized List<ResourceEntry> leftovers() {
        return List.copyOf(leftovers);
    }

    synchronized void addLeftover(ResourceEntry entry) {
        leftovers.add(entry);
    }

    synchronized void removeLeftover(ResourceEntry entry) {
        leftovers.removeIf(left ->
                left.logicalId().equals(entry.logicalId()) && left.token().equals(entry.token()));
    }

    synchronized Optional<Before> before() {
        return Optional.ofNullable(before);
    }

    /** Keeps the present state as the one to go back to, unless an earlier one that held is still kept. */
    synchronized void rememberBefore() {
        if (before == null) {
            before = new Before(requireSettings(), new LinkedHashMap<>(resources), outputs, imports, changeSetId);
        }
    }

    synchronized void forgetBefore() {
        before = null;
    }

    synchronized List<OutputEntry> outputs() {
        return outputs;
    }

    synchronized void outputs(List<OutputEntry> replacement, Set<String> importedExports) {
        outputs = List.copyOf(replacement);
        imports = new LinkedHashSet<>(importedExports);
    }

    /** Names of the exports of other stacks that this one uses. */
    synchronized Set<String> imports() {
        return imports;
    }

    // ---------------------------------------------------------------- events

    /** Sets the stack's status, with its event. */
    synchronized void status(StackStatus next, @Nullable String why) {
        status = next;
        reason = why;
        if (next == StackStatus.DELETE_COMPLETE || next == StackStatus.DELETE_IN_PROGRESS) {
            deleted = now();
        }
        event(new EventEntry(
                UUID.randomUUID().toString(),
                name,
                id,
                STACK_TYPE,
                tick(),
                next.toString(),
                why,
                null,
                options.token()));
    }

    /** Sets a resource's status, with its event. */
    synchronized ResourceEntry status(
            ResourceEntry entry, ResourceStatus next, @Nullable String why, String properties) {
        ResourceEntry changed = entry.withStatus(next, why, tick());
        eventCount++;
        event(new EventEntry(
                entry.logicalId() + "-" + next + "-" + changed.at() + "-" + eventCount,
                entry.logicalId(),
                entry.physicalId() == null ? "" : entry.physicalId(),
                entry.type(),
                changed.at(),
                next.toString(),
                why,
                properties,
                options.token()));
        return changed;
    }

    private void event(EventEntry event) {
        events.add(event);
        if (events.size() > MAX_EVENTS) {
            events.subList(0, events.size() - MAX_EVENTS).clear();
        }
    }

    /** Oldest first. */
    synchronized List<EventEntry> events() {
        return List.copyOf(events);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Instant tick() {
        Instant now = now();
        lastEvent = now.isAfter(lastEvent) ? now : lastEvent;
        return lastEvent;
    }

    // ---------------------------------------------------------------- change sets

    synchronized List<ChangeSetEntry> changeSets() {
        return List.copyOf(changeSets.values());
    }

    synchronized void put(ChangeSetEntry changeSet) {
        changeSets.put(changeSet.id(), changeSet);
    }

    synchronized void removeChangeSet(String changeSet) {
        changeSets.remove(changeSet);
    }
}
