package slipway.localcloud.cloudformation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.volumes.Volumes;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.*;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * CloudFormation on this machine. Templates are checked as a whole before anything starts; operations run in the
 * background, resources in parallel by dependency, with AWS's events and words; requests that change something are
 * let in one at a time. What was under way when the local cloud
 * ended is rolled back, or goes on, as soon as this is built anew.
 */
public final class LocalCloudFormation implements CloudFormationClient {
    private static final int EVENTS_PER_PAGE = 100;

    private final StackStore store;
    private final StackEngine engine;
    private final Preflight preflight;
    private final StackRequests requests;
    private final ChangeSets changeSets;

    /**
     * Takes up what the state folder holds, and whatever was under way on it. The siblings must be ready to serve.
     *
     * @param siblings the services in which stacks create things
     */
    public LocalCloudFormation(
            Place place,
            CloudClock clock,
            StateFolder state,
            SiblingClients siblings,
            Volumes volumes,
            Discovery discovery) {
        this(place, clock, state, siblings.ssm(), StackTypes.all(clock, siblings, volumes, discovery));
    }

    /** @param types what a template may hold */
    LocalCloudFormation(Place place, CloudClock clock, StateFolder state, SsmClient ssm, ResourceTypes types) {
        store = new StackStore(state, clock.realTimer(), clock);
        engine = new StackEngine(place, clock, store, types);
        preflight = new Preflight(engine, types, ssm);
        requests = new StackRequests(place, clock, store, engine, preflight);
        changeSets = new ChangeSets(place, clock, store, engine, preflight, requests);
        engine.resume();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Keeps what there is and lets go of what is under way; the next start takes it up. */
    @Override
    public void close() {
        engine.close();
    }

    /** Waits until nothing is under way on the stack of this name or id. */
    void await(String nameOrId) {
        store.find(nameOrId).ifPresent(engine::await);
    }

    // ---------------------------------------------------------------- operations

    @Override
    public synchronized CreateStackResponse createStack(CreateStackRequest request) {
        return CreateStackResponse.builder().stackId(requests.create(request)).build();
    }

    @Override
    public synchronized UpdateStackResponse updateStack(UpdateStackRequest request) {
        return UpdateStackResponse.builder().stackId(requests.update(request)).build();
    }

    @Override
    public synchronized DeleteStackResponse deleteStack(DeleteStackRequest request) {
        requests.delete(request);
        return DeleteStackResponse.builder().build();
    }

    @Override
    public synchronized CancelUpdateStackResponse cancelUpdateStack(CancelUpdateStackRequest request) {
        requests.cancelUpdate(request);
        return CancelUpdateStackResponse.builder().build();
    }

    @Override
    public synchronized ContinueUpdateRollbackResponse continueUpdateRollback(ContinueUpdateRollbackRequest request) {
        requests.continueRollback(request);
        return ContinueUpdateRollbackResponse.builder().build();
    }

    @Override
    public synchronized RollbackStackResponse rollbackStack(RollbackStackRequest request) {
        return RollbackStackResponse.builder()
                .stackId(requests.rollback(request))
                .build();
    }

    @Override
    public synchronized UpdateTerminationProtectionResponse updateTerminationProtection(
            UpdateTerminationProtectionRequest request) {
        Stack stack = requests.live(request.stackName());
        stack.options(stack.options().withProtection(Boolean.TRUE.equals(request.enableTerminationProtection())));
        store.commit(stack);
        return UpdateTerminationProtectionResponse.builder().stackId(stack.id()).build();
    }

    @Override
    public synchronized SetStackPolicyResponse setStackPolicy(SetStackPolicyRequest request) {
        Stack stack = requests.live(request.stackName());
        stack.policy(StackRequests.policy(request.stackPolicyBody(), request.stackPolicyURL()));
        store.commit(stack);
        return SetStackPolicyResponse.builder().build();
    }

    @Override
    public GetStackPolicyResponse getStackPolicy(GetStackPolicyRequest request) {
        return GetStackPolicyResponse.builder()
                .stackPolicyBody(named(request.stackName()).policy().orElse(null))
                .build();
    }

    // ---------------------------------------------------------------- change sets

    @Override
    public synchronized CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
        return changeSets.create(request);
    }

    @Override
    public DescribeChangeSetResponse describeChangeSet(DescribeChangeSetRequest request) {
        return changeSets.describe(request);
    }

    @Override
    public synchronized ExecuteChangeSetResponse executeChangeSet(ExecuteChangeSetRequest request) {
        changeSets.execute(request);
        return ExecuteChangeSetResponse.builder().build();
    }

    @Override
    public synchronized DeleteChangeSetResponse deleteChangeSet(DeleteChangeSetRequest request) {
        changeSets.delete(request.changeSetName(), request.stackName());
        return DeleteChangeSetResponse.builder().build();
    }

    @Override
    public ListChangeSetsResponse listChangeSets(ListChangeSetsRequest request) {
        return ListChangeSetsResponse.builder()
                .summaries(changeSets.list(request.stackName()))
                .build();
    }

    // ---------------------------------------------------------------- stacks

    @Override
    public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
        List<Stack> stacks = request.stackName() == null
                ? store.all().reversed().stream()
                        .filter(stack -> !stack.isDeleted())
                        .toList()
                : List.of(withId(request.stackName()));
        return DescribeStacksResponse.builder()
                .stacks(stacks.stream().map(Descriptions::stack).toList())
                .build();
    }

    @Override
    public ListStacksResponse listStacks(ListStacksRequest request) {
        var wanted = request.stackStatusFilters();
        return ListStacksResponse.builder()
                .stackSummaries(store.all().reversed().stream()
                        .filter(stack -> wanted.isEmpty() || wanted.contains(stack.status()))
                        .map(Descriptions::summary)
                        .toList())
                .build();
    }

    @Override
    public DescribeStackEventsResponse describeStackEvents(DescribeStackEventsRequest request) {
        Stack stack = named(request.stackName());
        List<EventEntry> newestFirst = stack.events().reversed();
        int from = 0;
        if (request.nextToken() != null) {
            // The token is the id of the last event told, so that events which come meanwhile move nothing.
            from = newestFirst.stream().map(EventEntry::id).toList().indexOf(request.nextToken()) + 1;
            if (from == 0) {
                throw CloudFormationErrors.validation("NextToken is not one that DescribeStackEvents gave");
            }
        }
        int to = Math.min(newestFirst.size(), from + EVENTS_PER_PAGE);
        return DescribeStackEventsResponse.builder()
                .stackEvents(newestFirst.subList(from, to).stream()
                        .map(event -> Descriptions.event(stack, event))
                        .toList())
                .nextToken(to < newestFirst.size() ? newestFirst.get(to - 1).id() : null)
                .build();
    }

    @Override
    public DescribeStackResourcesResponse describeStackResources(DescribeStackResourcesRequest request) {
        List<Stack> stacks;
        if (request.stackName() != null) {
            stacks = List.of(withId(request.stackName()));
        } else if (request.physicalResourceId() != null) {
            stacks = List.of(store.all().stream()
                    .filter(stack -> !stack.isDeleted())
                    .filter(stack -> stack.resources().values().stream()
                            .anyMatch(entry -> request.physicalResourceId().equals(entry.physicalId())))
                    .findFirst()
                    .orElseThrow(() -> CloudFormationErrors.validation(
                            "Stack for " + request.physicalResourceId() + " does not exist")));
        } else {
            throw CloudFormationErrors.validation("StackName or PhysicalResourceId must be specified");
        }
        var resources = new ArrayList<StackResource>();
        for (Stack stack : stacks) {
            for (ResourceEntry entry : sorted(stack)) {
                if (request.logicalResourceId() == null
                        || request.logicalResourceId().equals(entry.logicalId())) {
                    resources.add(Descriptions.resource(stack, entry));
                }
            }
        }
        return DescribeStackResourcesResponse.builder()
                .stackResources(resources)
                .build();
    }

    @Override
    public DescribeStackResourceResponse describeStackResource(DescribeStackResourceRequest request) {
        Stack stack = store.find(String.valueOf(request.stackName()))
                .orElseThrow(
                        () -> CloudFormationErrors.validation("Stack '" + request.stackName() + "' does not exist"));
        ResourceEntry entry = stack.resource(String.valueOf(request.logicalResourceId()))
                .orElseThrow(() -> CloudFormationErrors.validation("Resource " + request.logicalResourceId()
                        + " does not exist for stack " + request.stackName()));
        return DescribeStackResourceResponse.builder()
                .stackResourceDetail(Descriptions.detail(stack, entry))
                .build();
    }

    @Override
    public ListStackResourcesResponse listStackResources(ListStackResourcesRequest request) {
        return ListStackResourcesResponse.builder()
                .stackResourceSummaries(sorted(withId(request.stackName())).stream()
                        .map(Descriptions::resourceSummary)
                        .toList())
                .build();
    }

    private static List<ResourceEntry> sorted(Stack stack) {
        return stack.resources().values().stream()
                .sorted(Comparator.comparing(ResourceEntry::logicalId))
                .toList();
    }

    // ---------------------------------------------------------------- templates

    @Override
    public ValidateTemplateResponse validateTemplate(ValidateTemplateRequest request) {
        Template template = template(request.templateBody(), request.templateURL());
        List<Capability> capabilities = Descriptions.capabilities(template);
        return ValidateTemplateResponse.builder()
                .description(template.description().orElse(null))
                .parameters(template.parameters().values().stream()
                        .map(Descriptions::parameter)
                        .toList())
                .capabilities(capabilities)
                .capabilitiesReason(capabilitiesReason(template, capabilities))
                .build();
    }

    @Override
    public GetTemplateResponse getTemplate(GetTemplateRequest request) {
        String body;
        if (request.changeSetName() != null) {
            body = changeSets
                    .find(request.changeSetName(), request.stackName())
                    .entry()
                    .settings()
                    .template();
        } else if (request.stackName() == null) {
            throw CloudFormationErrors.validation("StackName is required if ChangeSetName is not specified.");
        } else {
            body = withId(request.stackName())
                    .settings()
                    .map(Settings::template)
                    .orElse("");
        }
        return GetTemplateResponse.builder()
                .templateBody(body)
                .stagesAvailable(TemplateStage.ORIGINAL, TemplateStage.PROCESSED)
                .build();
    }

    @Override
    public GetTemplateSummaryResponse getTemplateSummary(GetTemplateSummaryRequest request) {
        Template template;
        if (request.stackName() == null) {
            template = template(request.templateBody(), request.templateURL());
        } else {
            Stack stack = withId(request.stackName());
            if (stack.status() == StackStatus.REVIEW_IN_PROGRESS) {
                throw CloudFormationErrors.validation(
                        "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
            }
            template = Template.parse(stack.requireSettings().template());
        }
        List<Capability> capabilities = Descriptions.capabilities(template);
        Map<String, List<String>> byType = new TreeMap<>();
        template.resources()
                .values()
                .forEach(resource -> byType.computeIfAbsent(resource.type(), type -> new ArrayList<>())
                        .add(resource.logicalId()));
        return GetTemplateSummaryResponse.builder()
                .description(template.description().orElse(null))
                .version(template.version().orElse("2010-09-09"))
                .metadata(
                        template.metadata().entries().isEmpty()
                                ? null
                                : Json.text(template.metadata().plain()))
                .parameters(template.parameters().values().stream()
                        .map(Descriptions::declaration)
                        .toList())
                .resourceTypes(byType.keySet())
                .resourceIdentifierSummaries(byType.entrySet().stream()
                        .map(entry -> ResourceIdentifierSummary.builder()
                                .resourceType(entry.getKey())
                                .logicalResourceIds(entry.getValue())
                                .build())
                        .toList())
                .capabilities(capabilities)
                .capabilitiesReason(capabilitiesReason(template, capabilities))
                .build();
    }

    private Template template(
            @org.jspecify.annotations.Nullable String body, @org.jspecify.annotations.Nullable String url) {
        var given = new Preflight.Given(body, url, false, List.of(), null, List.of(), null, null);
        return preflight.template(Preflight.body(given, Optional.empty()));
    }

    private static @org.jspecify.annotations.Nullable String capabilitiesReason(
            Template template, List<Capability> capabilities) {
        if (capabilities.isEmpty()) {
            return null;
        }
        var iam = template.resourceTypes().stream()
                .filter(type -> type.startsWith("AWS::IAM::"))
                .toList();
        return "The following resource(s) require capabilities: " + iam;
    }

    // ---------------------------------------------------------------- exports

    @Override
    public ListExportsResponse listExports(ListExportsRequest request) {
        return ListExportsResponse.builder()
                .exports(new TreeMap<>(store.exports())
                        .values().stream()
                                .map(export -> Export.builder()
                                        .exportingStackId(export.stack().id())
                                        .name(export.name())
                                        .value(export.value())
                                        .build())
                                .toList())
                .build();
    }

    @Override
    public ListImportsResponse listImports(ListImportsRequest request) {
        List<String> importers =
                store.importers(request.exportName()).stream().map(Stack::name).toList();
        if (importers.isEmpty()) {
            throw CloudFormationErrors.validation(
                    "Export '" + request.exportName() + "' is not imported by any stack.");
        }
        return ListImportsResponse.builder().imports(importers).build();
    }

    // ---------------------------------------------------------------- finding stacks

    /** As the calls that describe say it. */
    private Stack withId(String nameOrId) {
        return store.find(nameOrId).orElseThrow(() -> CloudFormationErrors.noStackWithId(nameOrId));
    }

    private Stack named(String nameOrId) {
        return store.find(nameOrId).orElseThrow(() -> CloudFormationErrors.noStack(nameOrId));
    }
}
