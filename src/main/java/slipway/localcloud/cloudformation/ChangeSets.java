package slipway.localcloud.cloudformation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.ChangeSetEntry.Detail;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ChangeType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Change sets: made at once, kept with their stack, executed once. The caller lets in one request at a time. */
final class ChangeSets {
    private static final String NO_CHANGES =
            "The submitted information didn't contain changes. Submit different information to create a change set.";

    private final Place place;
    private final CloudClock clock;
    private final StackStore store;
    private final StackEngine engine;
    private final Preflight preflight;
    private final StackRequests requests;

    ChangeSets(
            Place place,
            CloudClock clock,
            StackStore store,
            StackEngine engine,
            Preflight preflight,
            StackRequests requests) {
        this.place = place;
        this.clock = clock;
        this.store = store;
        this.engine = engine;
        this.preflight = preflight;
        this.requests = requests;
    }

    CreateChangeSetResponse create(CreateChangeSetRequest request) {
        String name = request.changeSetName();
        if (name == null || !name.matches("[a-zA-Z][-a-zA-Z0-9]*") || name.length() > 128) {
            throw CloudFormationErrors.validation("1 validation error detected: Value '" + name
                    + "' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression"
                    + " pattern: [a-zA-Z][-a-zA-Z0-9]*");
        }
        Preflight.rollbackConfiguration(request.rollbackConfiguration());
        if (Boolean.TRUE.equals(request.importExistingResources())) {
            throw CloudFormationErrors.validation("ImportExistingResources is not supported by the local cloud: name"
                    + " them as ResourcesToImport of a change set of type IMPORT.");
        }
        if (request.deploymentMode() != null) {
            throw CloudFormationErrors.validation("DeploymentMode " + request.deploymentModeAsString()
                    + " is not supported by the local cloud: it does not look for drift.");
        }
        ChangeSetType type = request.changeSetType() == null ? ChangeSetType.UPDATE : request.changeSetType();
        Optional<Stack> present = store.find(String.valueOf(request.stackName()));
        check(type, present, request);
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
                present.flatMap(Stack::settings));
        Preflight.resourceTypes(preflight.template(settings.template()), request.resourceTypes());
        Stack stack = present.orElseGet(() -> inReview(request));
        if (stack.changeSets().stream().anyMatch(other -> other.name().equals(name))) {
            throw CloudFormationErrors.changeSetExists(name);
        }
        Blueprint blueprint = preflight.blueprint(settings, stack.name(), stack.id());
        StackRequests.refuseTypeChanges(stack, blueprint);
        requests.refuseTakenExports(blueprint, stack.id());
        Map<String, Map<String, String>> imports = imports(request, blueprint);
        var plan = preflight.plan(stack, blueprint);
        boolean worthIt = type != ChangeSetType.UPDATE || plan.hasChanges();
        var entry = new ChangeSetEntry(
                place.arn("cloudformation", "changeSet/" + name + "/" + UUID.randomUUID()),
                name,
                request.description(),
                clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                type,
                worthIt ? ChangeSetStatus.CREATE_COMPLETE : ChangeSetStatus.FAILED,
                worthIt ? null : NO_CHANGES,
                worthIt ? ExecutionStatus.AVAILABLE : ExecutionStatus.UNAVAILABLE,
                settings,
                type == ChangeSetType.IMPORT ? onlyImports(plan.changes(), imports) : plan.changes(),
                imports,
                request.clientToken(),
                request.onStackFailureAsString());
        stack.put(entry);
        if (present.isEmpty()) {
            stack.status(StackStatus.REVIEW_IN_PROGRESS, "User Initiated");
            store.add(stack);
        } else {
            store.commit(stack);
        }
        return CreateChangeSetResponse.builder()
                .id(entry.id())
                .stackId(stack.id())
                .build();
    }

    private static void check(ChangeSetType type, Optional<Stack> present, CreateChangeSetRequest request) {
        boolean inReview = present.filter(stack -> stack.status() == StackStatus.REVIEW_IN_PROGRESS)
                .isPresent();
        switch (type) {
            case CREATE -> {
                if (present.isPresent() && !inReview) {
                    throw CloudFormationErrors.validation("Stack [" + request.stackName()
                            + "] already exists and cannot be created again with the changeSet ["
                            + request.changeSetName() + "].");
                }
            }
            case UPDATE -> {
                if (present.isEmpty()) {
                    throw CloudFormationErrors.noStack(String.valueOf(request.stackName()));
                }
                if (inReview) {
                    throw CloudFormationErrors.notUpdatable(present.get());
                }
                StackRequests.requireUpdatable(present.get());
            }
            case IMPORT -> {
                if (present.isPresent() && !inReview) {
                    StackRequests.requireUpdatable(present.get());
                }
                if (request.resourcesToImport().isEmpty()) {
                    throw CloudFormationErrors.validation(
                            "ResourcesToImport must name at least one resource for a change set of type IMPORT");
                }
            }
            default -> throw CloudFormationErrors.validation("ChangeSetType must be CREATE, UPDATE or IMPORT");
        }
        if (present.isEmpty()) {
            Preflight.stackName(request.stackName());
        }
    }

    private Stack inReview(CreateChangeSetRequest request) {
        var options = new Stack.Options(false, "ROLLBACK", false, null, null, java.util.Set.of());
        return new Stack(requests.newStackId(request.stackName()), request.stackName(), clock, options);
    }

    private static Map<String, Map<String, String>> imports(CreateChangeSetRequest request, Blueprint blueprint) {
        var imports = new LinkedHashMap<String, Map<String, String>>();
        request.resourcesToImport().forEach(resource -> {
            String id = resource.logicalResourceId();
            if (!blueprint.resources().contains(id)) {
                throw CloudFormationErrors.validation(
                        "ResourcesToImport [" + id + "] is not in the template, or its condition does not hold");
            }
            imports.put(id, resource.resourceIdentifier());
        });
        return imports;
    }

    /** An import may change nothing else. */
    private static List<ChangeSetEntry.Change> onlyImports(
            List<ChangeSetEntry.Change> changes, Map<String, Map<String, String>> imports) {
        var others = changes.stream()
                .filter(change -> !imports.containsKey(change.logicalId()))
                .map(ChangeSetEntry.Change::logicalId)
                .toList();
        if (!others.isEmpty()) {
            throw CloudFormationErrors.validation("As part of the import operation, you cannot modify or add"
                    + " [Resources] " + others + " that are not imported");
        }
        return changes.stream()
                .map(change -> new ChangeSetEntry.Change(
                        "Import",
                        change.logicalId(),
                        String.join(
                                "|",
                                java.util.Objects.requireNonNull(imports.get(change.logicalId()))
                                        .values()),
                        change.type(),
                        null,
                        null,
                        List.of(),
                        null,
                        change.after()))
                .toList();
    }

    // ---------------------------------------------------------------- find, delete, execute

    /** A change set and its stack. */
    record Found(Stack stack, ChangeSetEntry entry) {}

    Found find(@Nullable String changeSet, @Nullable String stackName) {
        String wanted = changeSet == null ? "" : changeSet;
        if (wanted.startsWith("arn:")) {
            return store.all().stream()
                    .flatMap(stack -> stack.changeSets().stream().map(entry -> new Found(stack, entry)))
                    .filter(found -> found.entry().id().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> CloudFormationErrors.noChangeSet(wanted));
        }
        if (stackName == null) {
            throw CloudFormationErrors.validation(
                    "StackName must be specified if ChangeSetName is not specified as an ARN.");
        }
        Stack stack = store.find(stackName).orElseThrow(() -> CloudFormationErrors.noStack(stackName));
        return stack.changeSets().stream()
                .filter(entry -> entry.name().equals(wanted))
                .findFirst()
                .map(entry -> new Found(stack, entry))
                .orElseThrow(() -> CloudFormationErrors.noChangeSet(wanted));
    }

    void delete(@Nullable String changeSet, @Nullable String stackName) {
        Found found;
        try {
            found = find(changeSet, stackName);
        } catch (software.amazon.awssdk.services.cloudformation.model.ChangeSetNotFoundException gone) {
            // AWS answers success for a change set that is not there.
            return;
        }
        found.stack().removeChangeSet(found.entry().id());
        store.commit(found.stack());
    }

    void execute(ExecuteChangeSetRequest request) {
        Preflight.retainExceptOnCreate(request.retainExceptOnCreate());
        Found found = find(request.changeSetName(), request.stackName());
        Stack stack = found.stack();
        ChangeSetEntry entry = found.entry();
        if (entry.execution() != ExecutionStatus.AVAILABLE) {
            String status = entry.status() == ChangeSetStatus.FAILED
                    ? entry.status().toString()
                    : entry.execution().toString();
            throw CloudFormationErrors.changeSetStatus(entry.id(), status);
        }
        if (entry.type() == ChangeSetType.UPDATE) {
            StackRequests.requireUpdatable(stack);
        }
        Blueprint blueprint = preflight.blueprint(entry.settings(), stack.name(), stack.id());
        for (ChangeSetEntry other : stack.changeSets()) {
            if (!other.id().equals(entry.id())) {
                stack.removeChangeSet(other.id());
            }
        }
        // (a) Whether the execution went well is told by the stack alone; AWS, too, answers EXECUTE_COMPLETE early.
        stack.put(entry.withExecution(ExecutionStatus.EXECUTE_COMPLETE));
        String onFailure = entry.onFailure() == null ? "ROLLBACK" : entry.onFailure();
        boolean disableRollback = Boolean.TRUE.equals(request.disableRollback()) || onFailure.equals("DO_NOTHING");
        switch (entry.type()) {
            case CREATE -> {
                stack.changeSetId(entry.id());
                stack.options(stack.options()
                        .withRollback(disableRollback, request.clientRequestToken())
                        .withOnFailure(onFailure));
                stack.markUpdated();
                requests.beginCreate(stack, entry.settings(), blueprint, false);
            }
            case UPDATE -> {
                stack.rememberBefore();
                stack.changeSetId(entry.id());
                requests.beginUpdate(
                        stack, entry.settings(), blueprint, disableRollback, request.clientRequestToken(), null);
            }
            default -> {
                if (stack.settings().isPresent()) {
                    stack.rememberBefore();
                }
                stack.changeSetId(entry.id());
                stack.settings(entry.settings());
                stack.markUpdated();
                stack.status(StackStatus.IMPORT_IN_PROGRESS, "User Initiated");
                store.commit(stack);
                engine.importResources(stack, blueprint, entry.imports());
            }
        }
    }

    // ---------------------------------------------------------------- describe

    DescribeChangeSetResponse describe(DescribeChangeSetRequest request) {
        Found found = find(request.changeSetName(), request.stackName());
        ChangeSetEntry entry = found.entry();
        boolean values = Boolean.TRUE.equals(request.includePropertyValues());
        return DescribeChangeSetResponse.builder()
                .changeSetId(entry.id())
                .changeSetName(entry.name())
                .description(entry.description())
                .stackId(found.stack().id())
                .stackName(found.stack().name())
                .creationTime(entry.created())
                .status(entry.status())
                .statusReason(entry.reason())
                .executionStatus(entry.execution())
                .parameters(Descriptions.parameters(entry.settings().parameters()))
                .tags(Descriptions.tags(entry.settings().tags()))
                .capabilitiesWithStrings(entry.settings().capabilities())
                .notificationARNs(entry.settings().notificationArns())
                .rollbackConfiguration(RollbackConfiguration.builder().build())
                .includeNestedStacks(false)
                .onStackFailure(entry.onFailure())
                .changes(entry.changes().stream()
                        .map(change -> change(change, values))
                        .toList())
                .build();
    }

    List<ChangeSetSummary> list(@Nullable String stackName) {
        String wanted = stackName == null ? "" : stackName;
        Stack stack = store.find(wanted).orElseThrow(() -> CloudFormationErrors.noStack(wanted));
        return stack.changeSets().stream()
                .map(entry -> ChangeSetSummary.builder()
                        .stackId(stack.id())
                        .stackName(stack.name())
                        .changeSetId(entry.id())
                        .changeSetName(entry.name())
                        .description(entry.description())
                        .creationTime(entry.created())
                        .status(entry.status())
                        .statusReason(entry.reason())
                        .executionStatus(entry.execution())
                        .includeNestedStacks(false)
                        .build())
                .toList();
    }

    private static Change change(ChangeSetEntry.Change change, boolean values) {
        var scope = change.details().stream().map(Detail::attribute).distinct().toList();
        return Change.builder()
                .type(ChangeType.RESOURCE)
                .resourceChange(ResourceChange.builder()
                        .action(change.action())
                        .logicalResourceId(change.logicalId())
                        .physicalResourceId(change.physicalId())
                        .resourceType(change.type())
                        .replacement(change.replacement())
                        .policyAction(change.policyAction())
                        .scopeWithStrings(scope)
                        .details(change.details().stream()
                                .map(detail -> detail(detail, values))
                                .toList())
                        .beforeContext(values ? change.before() : null)
                        .afterContext(values ? change.after() : null)
                        .build())
                .build();
    }

    private static ResourceChangeDetail detail(Detail detail, boolean values) {
        var target = ResourceTargetDefinition.builder()
                .attribute(detail.attribute())
                .requiresRecreation(detail.recreation());
        if (!detail.attribute().equals("Tags")) {
            target.name(detail.name());
        }
        if (values) {
            target.path("/Properties/" + detail.name())
                    .beforeValue(detail.before())
                    .afterValue(detail.after())
                    .attributeChangeType(
                            detail.before() == null ? "Add" : detail.after() == null ? "Remove" : "Modify");
        }
        return ResourceChangeDetail.builder()
                .target(target.build())
                .evaluation(detail.evaluation())
                .changeSource(detail.source())
                .causingEntity(detail.cause())
                .build();
    }
}
