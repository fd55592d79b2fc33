package slipway.localcloud.cloudformation;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.async.SystemTimer;
import slipway.localcloud.cloudformation.resource.MetadataTypes;
import slipway.localcloud.cloudformation.resource.ResourceTypes;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** A CloudFormation of metadata types and {@link ThingType}, over a folder, that can be stopped and started again. */
@NullMarked
final class CloudFormationFixture implements AutoCloseable {
    final ThingType things = new ThingType();
    final SystemTimer timer = new SystemTimer();
    private final Path folder;
    LocalCloudFormation cloudFormation;

    CloudFormationFixture(Path folder) {
        this.folder = folder;
        this.cloudFormation = start();
    }

    /** Starts anew with cloud time running this many times as fast as real time. */
    void clock(double factor) {
        cloudFormation.close();
        cloudFormation = start(factor);
    }

    private LocalCloudFormation start() {
        return start(10);
    }

    private LocalCloudFormation start(double factor) {
        var types = new ArrayList<>(MetadataTypes.all());
        types.add(things);
        var clock = new CloudClock(
                InstantSource.system(), timer, factor, InstantSource.system().instant());
        return new LocalCloudFormation(
                Place.LOCAL, clock, new StateFolder(folder), new NoParameters(), new ResourceTypes(types));
    }

    /** As after {@code kill -9} and a new start. */
    void restart() {
        cloudFormation.close();
        cloudFormation = start();
    }

    @Override
    public void close() {
        cloudFormation.close();
        timer.close();
    }

    /** Creates a stack and waits for its end. */
    String create(String name, String template, String... parameters) {
        String id = cloudFormation
                .createStack(request ->
                        request.stackName(name).templateBody(template).parameters(list(parameters)))
                .stackId();
        cloudFormation.await(name);
        return id;
    }

    /** Updates a stack and waits for its end. */
    void update(String name, String template, String... parameters) {
        cloudFormation.updateStack(
                request -> request.stackName(name).templateBody(template).parameters(list(parameters)));
        cloudFormation.await(name);
    }

    void delete(String name) {
        String id = stack(name).stackId();
        cloudFormation.deleteStack(request -> request.stackName(name));
        cloudFormation.await(id);
    }

    /** {@code K=V} each. */
    static List<Parameter> list(String... parameters) {
        return List.of(parameters).stream()
                .map(each -> Parameter.builder()
                        .parameterKey(each.substring(0, each.indexOf('=')))
                        .parameterValue(each.substring(each.indexOf('=') + 1))
                        .build())
                .toList();
    }

    software.amazon.awssdk.services.cloudformation.model.Stack stack(String nameOrId) {
        return cloudFormation
                .describeStacks(request -> request.stackName(nameOrId))
                .stacks()
                .getFirst();
    }

    String status(String nameOrId) {
        return stack(nameOrId).stackStatusAsString();
    }

    /** {@code logical id, status, reason}, oldest first. */
    List<String> events(String nameOrId) {
        return cloudFormation
                .describeStackEvents(request -> request.stackName(nameOrId))
                .stackEvents()
                .reversed()
                .stream()
                .map(CloudFormationFixture::told)
                .toList();
    }

    /** The statuses of one resource, or of the stack itself. */
    List<String> events(String nameOrId, String logicalId) {
        return events(nameOrId).stream()
                .filter(event -> event.startsWith(logicalId + " "))
                .map(event -> event.substring(logicalId.length() + 1))
                .toList();
    }

    private static String told(StackEvent event) {
        String reason = event.resourceStatusReason();
        return event.logicalResourceId() + " " + event.resourceStatusAsString() + (reason == null ? "" : ": " + reason);
    }

    String physicalId(String stack, String logicalId) {
        return cloudFormation
                .describeStackResource(request -> request.stackName(stack).logicalResourceId(logicalId))
                .stackResourceDetail()
                .physicalResourceId();
    }

    /** Logical id to status. */
    Map<String, String> resources(String stack) {
        var statuses = new java.util.TreeMap<String, String>();
        for (StackResource resource : cloudFormation
                .describeStackResources(request -> request.stackName(stack))
                .stackResources()) {
            statuses.put(resource.logicalResourceId(), resource.resourceStatusAsString());
        }
        return statuses;
    }

    @Nullable
    String output(String stack, String key) {
        return stack(stack).outputs().stream()
                .filter(output -> output.outputKey().equals(key))
                .map(output -> output.outputValue())
                .findFirst()
                .orElse(null);
    }

    /** An SSM with one parameter, {@code /known}. */
    private static final class NoParameters implements SsmClient {
        @Override
        public GetParameterResponse getParameter(GetParameterRequest request) {
            if (request.name().equals("/known")) {
                return GetParameterResponse.builder()
                        .parameter(parameter -> parameter.name("/known").value("known"))
                        .build();
            }
            throw ParameterNotFoundException.builder().message("").build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
