package slipway.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.operations.stacks.TestTemplates;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/**
 * CloudFormation for tests: a stack moves on by one step each time its events are asked for, so nothing happens in the
 * background. Resources come from the template's text, outputs from a function of stack and name.
 */
public final class FakeCloudFormation implements CloudFormationClient {
    private final Set<String> updates = new HashSet<>();
    private final Map<String, FakeStack> byId = new LinkedHashMap<>();
    private final Map<String, ChangeSetSummary> changeSets = new LinkedHashMap<>();
    private int sequence;

    /** Each request that writes, such as {@code create dev-network}. */
    public final List<String> writes = new ArrayList<>();

    /** The parameters of the last create or update, by stack. */
    public final Map<String, Map<String, String>> sent = new HashMap<>();

    /** Why a resource fails, by {@code stack/logicalId}; taken out when it has failed. */
    public final Map<String, String> failures = new HashMap<>();

    /** Stacks whose operation stands still. */
    public final TreeSet<String> frozen = new TreeSet<>();

    /** Words of a ValidationError for a template that contains the key. */
    public final Map<String, String> invalid = new HashMap<>();

    /** What a stack's output is; by default {@code STACK.OUTPUT}. */
    public Function<String, Optional<String>> outputs = name -> Optional.empty();

    private static final class FakeStack {
        final String name;
        final String id;
        String body;
        String status;
        final Map<String, String> parameters = new LinkedHashMap<>();
        final List<StackEvent> events = new ArrayList<>();
        final List<Runnable> steps = new ArrayList<>();
        final Map<String, String> resources = new LinkedHashMap<>();

        FakeStack(String name, String id, String body, String status) {
            this.name = name;
            this.id = id;
            this.body = body;
            this.status = status;
        }
    }

    private static CloudFormationException refused(String text) {
        return (CloudFormationException) CloudFormationException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("CloudFormation")
                        .errorCode("ValidationError")
                        .errorMessage(text)
                        .build())
                .statusCode(400)
                .message(text)
                .build();
    }

    private Optional<FakeStack> find(String nameOrId) {
        FakeStack exact = byId.get(nameOrId);
        if (exact != null) {
            return Optional.of(exact);
        }
        return byId.values().stream()
                .filter(stack -> stack.name.equals(nameOrId) && !stack.status.equals("DELETE_COMPLETE"))
                .findFirst();
    }

    private FakeStack require(String nameOrId) {
        return find(nameOrId).orElseThrow(() -> refused("Stack with id " + nameOrId + " does not exist"));
    }

    /** Puts a stack there as if it had been created before, in any status. */
    public synchronized void given(String name, String status, String body, Map<String, String> parameters) {
        var stack = new FakeStack(
                name, "arn:aws:cloudformation:eu-west-1:1:stack/" + name + "/" + ++sequence, body, status);
        stack.parameters.putAll(parameters);
        TestTemplates.resources(body).forEach((id, type) -> stack.resources.put(id, physical(stack, id, type)));
        byId.put(stack.id, stack);
    }

    /** Takes a stack away as if it had never been there. */
    public synchronized void remove(String name) {
        byId.values().removeIf(stack -> stack.name.equals(name));
    }

    /** The status of a stack by name; {@code none} when there is none. */
    public synchronized String status(String name) {
        return find(name).map(stack -> stack.status).orElse("none");
    }

    /** The status of every stack that is there, by name. */
    public synchronized Map<String, String> statuses() {
        Map<String, String> statuses = new LinkedHashMap<>();
        byId.values().stream()
                .filter(stack -> !stack.status.equals("DELETE_COMPLETE"))
                .forEach(stack -> statuses.put(stack.name, stack.status));
        return statuses;
    }

    public synchronized int changeSetCount() {
        return changeSets.size();
    }

    /** Replaces a part of each change set's name. */
    public synchronized void renameChangeSets(String part, String replacement) {
        changeSets.replaceAll((id, set) -> set.toBuilder()
                .changeSetName(set.changeSetName().replace(part, replacement))
                .build());
    }

    private static String physical(FakeStack stack, String logicalId, String type) {
        return switch (type) {
            case "AWS::EFS::FileSystem" -> "fs-0123456789abcdef0";
            case "AWS::ECS::Service" -> "arn:aws:ecs:eu-west-1:1:service/dev/" + stack.name;
            default -> stack.name + "-" + logicalId;
        };
    }

    private void event(
            FakeStack stack,
            String logicalId,
            String type,
            String physicalId,
            String status,
            String reason,
            @Nullable String token) {
        stack.events.add(StackEvent.builder()
                .eventId("event-" + ++sequence)
                .stackId(stack.id)
                .stackName(stack.name)
                .logicalResourceId(logicalId)
                .resourceType(type)
                .physicalResourceId(physicalId)
                .resourceStatus(status)
                .resourceStatusReason(reason)
                .clientRequestToken(token)
                .timestamp(Instant.EPOCH.plusSeconds(sequence))
                .build());
    }

    private void stackEvent(FakeStack stack, String status, String reason, @Nullable String token) {
        stack.status = status;
        event(stack, stack.name, "AWS::CloudFormation::Stack", stack.id, status, reason, token);
    }

    private void plan(FakeStack stack, String verb, @Nullable String token) {
        stackEvent(stack, verb + "_IN_PROGRESS", "User Initiated", token);
        Map<String, String> resources = TestTemplates.resources(stack.body);
        Map<String, String> done = new LinkedHashMap<>();
        for (Map.Entry<String, String> resource : resources.entrySet()) {
            String id = resource.getKey();
            String type = resource.getValue();
            String physicalId = physical(stack, id, type);
            stack.steps.add(() ->
                    event(stack, id, type, verb.equals("CREATE") ? "" : physicalId, verb + "_IN_PROGRESS", "", token));
            String why = failures.remove(stack.name + "/" + id);
            if (why != null) {
                stack.steps.add(() -> event(stack, id, type, physicalId, verb + "_FAILED", why, token));
                rollBack(stack, verb, done, token);
                return;
            }
            done.put(id, type);
            stack.steps.add(() -> {
                stack.resources.put(id, physicalId);
                event(stack, id, type, physicalId, verb + "_COMPLETE", "", token);
            });
        }
        stack.steps.add(() -> stackEvent(stack, verb + "_COMPLETE", "", token));
    }

    private void rollBack(FakeStack stack, String verb, Map<String, String> done, @Nullable String token) {
        String prefix = verb.equals("CREATE") ? "" : "UPDATE_";
        stack.steps.add(
                () -> stackEvent(stack, prefix + "ROLLBACK_IN_PROGRESS", "The following resource(s) failed", token));
        done.forEach((id, type) ->
                stack.steps.add(() -> event(stack, id, type, physical(stack, id, type), "DELETE_COMPLETE", "", token)));
        stack.steps.add(() -> stackEvent(stack, prefix + "ROLLBACK_COMPLETE", "", token));
    }

    private static void store(FakeStack stack, List<Parameter> parameters) {
        Map<String, String> values = new LinkedHashMap<>(TestTemplates.defaults(stack.body));
        for (Parameter parameter : parameters) {
            values.put(
                    parameter.parameterKey(),
                    Boolean.TRUE.equals(parameter.usePreviousValue())
                            ? stack.parameters.getOrDefault(parameter.parameterKey(), "")
                            : parameter.parameterValue());
        }
        stack.parameters.clear();
        stack.parameters.putAll(values);
    }

    @Override
    public synchronized CreateStackResponse createStack(CreateStackRequest request) {
        if (find(request.stackName()).isPresent()) {
            throw AlreadyExistsException.builder()
                    .message("Stack [" + request.stackName() + "] already exists")
                    .build();
        }
        writes.add("create " + request.stackName());
        var stack = new FakeStack(
                request.stackName(),
                "arn:aws:cloudformation:eu-west-1:1:stack/" + request.stackName() + "/" + ++sequence,
                request.templateBody(),
                "CREATE_IN_PROGRESS");
        store(stack, request.parameters());
        sent.put(stack.name, Map.copyOf(stack.parameters));
        byId.put(stack.id, stack);
        plan(stack, "CREATE", request.clientRequestToken());
        return CreateStackResponse.builder().stackId(stack.id).build();
    }

    @Override
    public synchronized UpdateStackResponse updateStack(UpdateStackRequest request) {
        FakeStack stack = require(request.stackName());
        if (stack.status.endsWith("_IN_PROGRESS")) {
            throw refused("Stack:" + stack.id + " is in " + stack.status + " state and can not be updated.");
        }
        if (!updates.add(stack.id + " " + request.clientRequestToken())) {
            // As on AWS: the request is taken for a repetition of the one that had this token.
            return UpdateStackResponse.builder().stackId(stack.id).build();
        }
        writes.add("update " + stack.name);
        stack.body = request.templateBody();
        store(stack, request.parameters());
        sent.put(stack.name, Map.copyOf(stack.parameters));
        plan(stack, "UPDATE", request.clientRequestToken());
        return UpdateStackResponse.builder().stackId(stack.id).build();
    }

    @Override
    public synchronized CancelUpdateStackResponse cancelUpdateStack(CancelUpdateStackRequest request) {
        FakeStack stack = require(request.stackName());
        writes.add("cancel " + stack.name);
        frozen.remove(stack.name);
        stack.steps.clear();
        stack.steps.add(() -> stackEvent(stack, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated", null));
        stack.steps.add(() -> stackEvent(stack, "UPDATE_ROLLBACK_COMPLETE", "", null));
        return CancelUpdateStackResponse.builder().build();
    }

    @Override
    public synchronized DeleteStackResponse deleteStack(DeleteStackRequest request) {
        Optional<FakeStack> found = find(request.stackName());
        found.ifPresent(stack -> {
            writes.add("delete " + stack.name);
            frozen.remove(stack.name);
            stack.steps.clear();
            String token = request.clientRequestToken();
            stackEvent(stack, "DELETE_IN_PROGRESS", "User Initiated", token);
            String why = failures.remove(stack.name + "/delete");
            List<String> ids = List.copyOf(stack.resources.keySet());
            Map<String, String> types = TestTemplates.resources(stack.body);
            for (String id : ids.reversed()) {
                stack.steps.add(() -> event(
                        stack,
                        id,
                        types.getOrDefault(id, ""),
                        physical(stack, id, types.getOrDefault(id, "")),
                        "DELETE_COMPLETE",
                        "",
                        token));
            }
            stack.steps.add(() -> stackEvent(
                    stack, why == null ? "DELETE_COMPLETE" : "DELETE_FAILED", why == null ? "" : why, token));
        });
        return DeleteStackResponse.builder().build();
    }

    @Override
    public synchronized DescribeStackEventsResponse describeStackEvents(DescribeStackEventsRequest request) {
        FakeStack stack = require(request.stackName());
        if (!frozen.contains(stack.name) && !stack.steps.isEmpty()) {
            stack.steps.removeFirst().run();
        }
        // Pages of two, so that paging is always part of the test.
        List<StackEvent> newestFirst = stack.events.reversed();
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        int to = Math.min(newestFirst.size(), from + 2);
        return DescribeStackEventsResponse.builder()
                .stackEvents(newestFirst.subList(from, to))
                .nextToken(to < newestFirst.size() ? String.valueOf(to) : null)
                .build();
    }

    @Override
    public synchronized DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
        if (request.stackName() != null) {
            return DescribeStacksResponse.builder()
                    .stacks(describe(require(request.stackName())))
                    .build();
        }
        return DescribeStacksResponse.builder()
                .stacks(byId.values().stream()
                        .filter(stack -> !stack.status.equals("DELETE_COMPLETE"))
                        .map(this::describe)
                        .toList())
                .build();
    }

    private Stack describe(FakeStack stack) {
        return Stack.builder()
                .stackName(stack.name)
                .stackId(stack.id)
                .stackStatus(stack.status)
                .creationTime(Instant.EPOCH)
                .parameters(stack.parameters.entrySet().stream()
                        .map(entry -> Parameter.builder()
                                .parameterKey(entry.getKey())
                                .parameterValue(entry.getValue())
                                .build())
                        .toList())
                .outputs(TestTemplates.outputs(stack.body).stream()
                        .map(output -> Output.builder()
                                .outputKey(output)
                                .outputValue(
                                        outputs.apply(stack.name + "." + output).orElse(stack.name + "." + output))
                                .build())
                        .toList())
                .build();
    }

    @Override
    public synchronized GetTemplateResponse getTemplate(GetTemplateRequest request) {
        return GetTemplateResponse.builder()
                .templateBody(require(request.stackName()).body)
                .build();
    }

    @Override
    public synchronized ValidateTemplateResponse validateTemplate(ValidateTemplateRequest request) {
        invalid.forEach((part, words) -> {
            if (request.templateBody().contains(part)) {
                throw refused(words);
            }
        });
        return ValidateTemplateResponse.builder().build();
    }

    @Override
    public synchronized DescribeStackResourcesResponse describeStackResources(DescribeStackResourcesRequest request) {
        FakeStack stack = require(request.stackName());
        Map<String, String> types = TestTemplates.resources(stack.body);
        return DescribeStackResourcesResponse.builder()
                .stackResources(stack.resources.entrySet().stream()
                        .map(entry -> StackResource.builder()
                                .logicalResourceId(entry.getKey())
                                .physicalResourceId(entry.getValue())
                                .resourceType(types.get(entry.getKey()))
                                .resourceStatus("CREATE_COMPLETE")
                                .build())
                        .toList())
                .build();
    }

    @Override
    public synchronized CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
        writes.add("change set " + request.stackName());
        if (request.changeSetType() == ChangeSetType.IMPORT) {
            var stack = new FakeStack(
                    request.stackName(), "arn:import/" + ++sequence, request.templateBody(), "REVIEW_IN_PROGRESS");
            byId.put(stack.id, stack);
        }
        String id = "arn:aws:cloudformation:eu-west-1:1:changeSet/" + request.changeSetName() + "/" + ++sequence;
        changeSets.put(
                id,
                ChangeSetSummary.builder()
                        .changeSetId(id)
                        .changeSetName(request.changeSetName())
                        .stackName(request.stackName())
                        .build());
        return CreateChangeSetResponse.builder().id(id).build();
    }

    @Override
    public synchronized ListChangeSetsResponse listChangeSets(ListChangeSetsRequest request) {
        String name = require(request.stackName()).name;
        return ListChangeSetsResponse.builder()
                .summaries(changeSets.values().stream()
                        .filter(set -> set.stackName().equals(name))
                        .toList())
                .build();
    }

    @Override
    public synchronized DescribeChangeSetResponse describeChangeSet(DescribeChangeSetRequest request) {
        return DescribeChangeSetResponse.builder()
                .status(ChangeSetStatus.CREATE_COMPLETE)
                .changes(Change.builder()
                        .resourceChange(change -> change.action("Modify")
                                .logicalResourceId("Thing")
                                .resourceType("A::B::C")
                                .replacement("False"))
                        .build())
                .build();
    }

    @Override
    public synchronized ExecuteChangeSetResponse executeChangeSet(ExecuteChangeSetRequest request) {
        changeSets.values().removeIf(set -> set.stackName().equals(request.stackName()));
        FakeStack stack = require(request.stackName());
        writes.add("execute " + stack.name);
        TestTemplates.resources(stack.body).forEach((id, type) -> stack.resources.put(id, physical(stack, id, type)));
        stackEvent(stack, "IMPORT_COMPLETE", "", null);
        return ExecuteChangeSetResponse.builder().build();
    }

    @Override
    public synchronized DeleteChangeSetResponse deleteChangeSet(DeleteChangeSetRequest request) {
        ChangeSetSummary gone = changeSets.remove(request.changeSetName());
        writes.add("delete change set " + (gone == null ? request.changeSetName() : gone.stackName()));
        return DeleteChangeSetResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
