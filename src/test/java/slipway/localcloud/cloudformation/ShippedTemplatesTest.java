package slipway.localcloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.SystemTimer;
import slipway.localcloud.autoscaling.LocalAutoScaling;
import slipway.localcloud.cloudformation.template.Template;
import slipway.localcloud.cloudwatch.LocalCloudWatch;
import slipway.localcloud.discovery.Discovery;
import slipway.localcloud.ecr.LocalEcr;
import slipway.localcloud.elbv2.LocalElasticLoadBalancing;
import slipway.localcloud.logs.LocalLogs;
import slipway.localcloud.ssm.Sessionless;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.LoopbackAddresses;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.volumes.Volumes;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** The shipped templates against the services of the local cloud, all real but ECS. */
@NullMarked
class ShippedTemplatesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final SystemTimer timer = new SystemTimer();
    private final FakeEcs ecs = new FakeEcs();
    private final Map<String, String> known = new LinkedHashMap<>(Map.of("EnvironmentName", "dev"));

    @SuppressWarnings("NullAway.Init")
    private LocalElasticLoadBalancing balancers;

    @SuppressWarnings("NullAway.Init")
    private Discovery discovery;

    @SuppressWarnings("NullAway.Init")
    private Volumes volumes;

    @SuppressWarnings("NullAway.Init")
    private LocalEcr ecr;

    @SuppressWarnings("NullAway.Init")
    private LocalCloudWatch cloudWatch;

    @SuppressWarnings("NullAway.Init")
    private LocalLogs logs;

    @SuppressWarnings("NullAway.Init")
    private LocalCloudFormation cloudFormation;

    @BeforeEach
    void start() {
        var state = new StateFolder(folder);
        var clock = new CloudClock(
                InstantSource.system(), timer, 10, InstantSource.system().instant());
        var addresses = new LoopbackAddresses(state);
        cloudWatch = new LocalCloudWatch(Place.LOCAL, clock, state);
        balancers = new LocalElasticLoadBalancing(Place.LOCAL, clock, state, addresses, cloudWatch.publisher());
        discovery = new Discovery(Place.LOCAL, state, addresses);
        volumes = new Volumes(state);
        ecr = new LocalEcr(Place.LOCAL, clock, state);
        logs = new LocalLogs(Place.LOCAL, clock, state);
        var siblings = new SiblingClients(
                ecs,
                balancers,
                new LocalAutoScaling(Place.LOCAL, clock, state, ecs, cloudWatch),
                cloudWatch,
                logs,
                Sessionless.ssm(clock, state),
                ecr);
        cloudFormation = new LocalCloudFormation(Place.LOCAL, clock, state, siblings, volumes, discovery);
    }

    @AfterEach
    void stop() {
        cloudFormation.close();
        balancers.close();
        discovery.close();
        cloudWatch.close();
        timer.close();
    }

    private static String template(String name) {
        try {
            return Files.readString(Path.of(System.getProperty("slipway.home", "."), "stacks", name + ".yaml"));
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }

    /** Creates a stack with what earlier stacks' outputs and the extra ones give its parameters. */
    private void create(String template, String suffix, Map<String, String> extra) {
        String body = template(template);
        var parameters = new ArrayList<Parameter>();
        Template.parse(body).parameters().keySet().forEach(name -> {
            String value = extra.getOrDefault(name, known.get(name));
            if (value != null) {
                parameters.add(Parameter.builder()
                        .parameterKey(name)
                        .parameterValue(value)
                        .build());
            }
        });
        String stack = "dev-" + suffix;
        cloudFormation.createStack(request -> request.stackName(stack)
                .templateBody(body)
                .capabilities(Capability.CAPABILITY_IAM)
                .parameters(parameters));
        cloudFormation.await(stack);
        var described = cloudFormation
                .describeStacks(request -> request.stackName(stack))
                .stacks()
                .getFirst();
        assertThat(described.stackStatusAsString())
                .as("%s: %s", stack, causes(stack))
                .isEqualTo("CREATE_COMPLETE");
        for (Output output : described.outputs()) {
            known.put(output.outputKey(), output.outputValue());
        }
    }

    private List<String> causes(String stack) {
        return cloudFormation.describeStackEvents(request -> request.stackName(stack)).stackEvents().stream()
                .filter(event -> event.resourceStatusAsString().endsWith("FAILED"))
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .toList();
    }

    private void createEnvironment() {
        create("network", "network", Map.of());
        create("platform", "platform", Map.of());
        create("data", "data", Map.of());
        create("traffic", "traffic", Map.of());
        create("delivery", "delivery", Map.of());
        for (String tier : List.of("Client", "Api")) {
            for (String colour : List.of("Blue", "Green")) {
                create("service", (tier + "-" + colour).toLowerCase(java.util.Locale.ROOT), service(tier, colour));
                known.put(tier + colour + "ServiceName", String.valueOf(known.remove("ServiceName")));
                known.put(tier + colour + "GuardAlarmName", String.valueOf(known.remove("GuardAlarmName")));
            }
        }
        create("monitoring", "monitoring", Map.of());
    }

    private Map<String, String> service(String tier, String colour) {
        boolean live = colour.equals("Blue");
        return Map.of(
                "Tier", tier.toLowerCase(java.util.Locale.ROOT),
                "Colour", colour.toLowerCase(java.util.Locale.ROOT),
                "Image", live ? known.get(tier + "RepositoryUri") + ":1" : "",
                "DesiredCount", live ? "2" : "-1",
                "MinCapacity", live ? "2" : "0",
                "MaxCapacity", live ? "6" : "0",
                "SecurityGroupId", String.valueOf(known.get(tier + "SecurityGroupId")),
                "TargetGroupArn", String.valueOf(known.get(tier + colour + "TargetGroupArn")),
                "TargetGroupFullName", String.valueOf(known.get(tier + colour + "TargetGroupFullName")),
                "RepositoryUri", String.valueOf(known.get(tier + "RepositoryUri")));
    }

    private void delete(String suffix) {
        String id = cloudFormation
                .describeStacks(request -> request.stackName("dev-" + suffix))
                .stacks()
                .getFirst()
                .stackId();
        cloudFormation.deleteStack(request -> request.stackName(id));
        cloudFormation.await(id);
        assertThat(cloudFormation
                        .describeStacks(request -> request.stackName(id))
                        .stacks()
                        .getFirst()
                        .stackStatusAsString())
                .as("%s: %s", suffix, causes(id))
                .isEqualTo("DELETE_COMPLETE");
    }

    @Test
    void create_when_all_seven_templates_then_everything_is_there_and_goes_again() {
        createEnvironment();

        assertThat(balancers.describeLoadBalancers(request -> {}).loadBalancers())
                .hasSize(2);
        assertThat(balancers.describeTargetGroups(request -> {}).targetGroups()).hasSize(4);
        assertThat(balancers
                        .describeRules(request -> request.ruleArns(known.get("ClientRuleArn")))
                        .rules()
                        .getFirst()
                        .actions()
                        .getFirst()
                        .forwardConfig()
                        .targetGroups())
                .extracting(tuple -> tuple.weight())
                .containsExactly(100, 0);
        assertThat(ecs.serviceNames())
                .containsExactly("dev-redis", "dev-client-blue", "dev-client-green", "dev-api-blue", "dev-api-green");
        assertThat(known.get("RedisUrl")).isEqualTo("redis://redis.dev.internal:6379");
        assertThat(known.get("ApiUrl")).matches("http://127\\.[0-9.]+:\\d+");
        assertThat(known.get("ClientUrl")).matches("http://(localhost|127\\.[0-9.]+):\\d+");
        assertThat(ecr.describeRepositories(request -> {}).repositories())
                .extracting(repository -> repository.repositoryName())
                .containsExactlyInAnyOrder("dev/client", "dev/api");
        assertThat(volumes.fileSystems()).containsExactly(known.get("FileSystemId"));

        for (String suffix : List.of(
                "monitoring",
                "client-blue",
                "client-green",
                "api-blue",
                "api-green",
                "delivery",
                "traffic",
                "data",
                "platform",
                "network")) {
            delete(suffix);
        }
        assertThat(balancers.describeLoadBalancers(request -> {}).loadBalancers())
                .isEmpty();
        assertThat(balancers.describeTargetGroups(request -> {}).targetGroups()).isEmpty();
        assertThat(ecs.serviceNames()).isEmpty();
        assertThat(ecs.clusterNames()).isEmpty();
        assertThat(ecs.definitions()).isEmpty();
        assertThat(logs.describeLogGroups(request -> {}).logGroups()).isEmpty();
        assertThat(cloudWatch.describeAlarms(request -> {}).metricAlarms()).isEmpty();
        assertThat(volumes.fileSystems()).as("the data stays").hasSize(1);

        eraseData();
        assertThat(volumes.fileSystems()).isEmpty();
    }

    /** A retained file system is taken into a small stack and goes with it. */
    private void eraseData() {
        String fileSystem = volumes.fileSystems().getFirst();
        String changeSet = cloudFormation
                .createChangeSet(request -> request.stackName("dev-erase")
                        .changeSetName("import")
                        .changeSetType(ChangeSetType.IMPORT)
                        .resourcesToImport(ResourceToImport.builder()
                                .resourceType("AWS::EFS::FileSystem")
                                .logicalResourceId("FileSystem")
                                .resourceIdentifier(Map.of("FileSystemId", fileSystem))
                                .build())
                        .templateBody("""
                                Resources:
                                  FileSystem:
                                    Type: AWS::EFS::FileSystem
                                    DeletionPolicy: Delete
                                    Properties: {Encrypted: true}
                                """))
                .id();
        cloudFormation.executeChangeSet(request -> request.changeSetName(changeSet));
        cloudFormation.await("dev-erase");
        assertThat(cloudFormation
                        .describeStackEvents(request -> request.stackName("dev-erase"))
                        .stackEvents()
                        .reversed())
                .extracting(event -> event.logicalResourceId() + " " + event.resourceStatusAsString())
                .containsExactly(
                        "dev-erase REVIEW_IN_PROGRESS",
                        "dev-erase IMPORT_IN_PROGRESS",
                        "FileSystem IMPORT_IN_PROGRESS",
                        "FileSystem IMPORT_COMPLETE",
                        "dev-erase IMPORT_COMPLETE");
        delete("erase");
    }

    @Test
    void guard_when_a_colour_fails_requests_or_has_unhealthy_tasks_is_alarm_until_it_no_longer_does() {
        createEnvironment();
        String balancer = known.get("InternalLoadBalancerFullName");
        String green = known.get("ApiGreenTargetGroupFullName");
        Map<String, Double> failing =
                Map.of("RequestCount", 21.0, "HTTPCode_Target_5XX_Count", 1.0, "TargetConnectionErrorCount", 1.0);
        Map<String, Double> sick = Map.of("RequestCount", 10.0, "UnHealthyHostCount", 1.0);
        try (var rehearsal = new AlarmRehearsal(folder.resolve("rehearsal"), cloudWatch)) {
            // Five per cent of requests fail, of too few requests, or for one minute only: nothing.
            rehearsal.minute(balancer, green, Map.of("RequestCount", 20.0, "HTTPCode_Target_5XX_Count", 20.0));
            rehearsal.minute(balancer, green, Map.of("RequestCount", 100.0, "HTTPCode_Target_5XX_Count", 5.0));
            rehearsal.minute(balancer, green, failing);
            assertThat(rehearsal.metric("dev-api-green-5xx")).isEqualTo(StateValue.OK);
            assertThat(rehearsal.composite("dev-api-green-guard")).isEqualTo(StateValue.OK);

            rehearsal.minute(balancer, green, failing);
            assertThat(rehearsal.metric("dev-api-green-5xx")).isEqualTo(StateValue.ALARM);
            assertThat(rehearsal.composite("dev-api-green-guard")).isEqualTo(StateValue.ALARM);
            assertThat(rehearsal.composite("dev-api-blue-guard")).isEqualTo(StateValue.OK);

            rehearsal.minute(balancer, green, Map.of("RequestCount", 100.0));
            assertThat(rehearsal.composite("dev-api-green-guard")).isEqualTo(StateValue.OK);

            rehearsal.minute(balancer, green, sick);
            rehearsal.minute(balancer, green, sick);
            assertThat(rehearsal.composite("dev-api-green-guard")).isEqualTo(StateValue.OK);
            rehearsal.minute(balancer, green, sick);
            assertThat(rehearsal.metric("dev-api-green-unhealthy")).isEqualTo(StateValue.ALARM);
            assertThat(rehearsal.composite("dev-api-green-guard")).isEqualTo(StateValue.ALARM);

            // The colour is retired: no target, no request, no point.
            rehearsal.minute(balancer, green, Map.of());
            rehearsal.minute(balancer, green, Map.of());
            rehearsal.minute(balancer, green, Map.of());
            assertThat(rehearsal.composite("dev-api-green-guard")).isEqualTo(StateValue.OK);
        }
    }

    @Test
    void update_when_image_cannot_start_then_rolled_back_to_the_old_revision() {
        createEnvironment();
        String before = ecs.definitions().stream()
                .filter(arn -> arn.contains("dev-api-blue"))
                .findFirst()
                .orElseThrow();
        cloudFormation.updateStack(request -> request.stackName("dev-api-blue")
                .usePreviousTemplate(true)
                .capabilities(Capability.CAPABILITY_IAM)
                .parameters(parameters("dev-api-blue", Map.of("Image", known.get("ApiRepositoryUri") + ":broken"))));
        cloudFormation.await("dev-api-blue");

        var stack = cloudFormation
                .describeStacks(request -> request.stackName("dev-api-blue"))
                .stacks()
                .getFirst();
        assertThat(stack.stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(causes("dev-api-blue"))
                .anyMatch(
                        cause -> cause.startsWith("Service: Resource handler returned message: \"Error occurred during"
                                + " operation 'ECS Deployment Circuit Breaker was triggered'.\""));
        assertThat(ecs.definitions().stream().filter(arn -> arn.contains("dev-api-blue")))
                .containsExactly(before);
        assertThat(ecs.updates.getLast().taskDefinition()).isEqualTo(before);
    }

    private List<Parameter> parameters(String stack, Map<String, String> changed) {
        return cloudFormation
                .describeStacks(request -> request.stackName(stack))
                .stacks()
                .getFirst()
                .parameters()
                .stream()
                .map(parameter -> changed.containsKey(parameter.parameterKey())
                        ? parameter.toBuilder()
                                .parameterValue(changed.get(parameter.parameterKey()))
                                .build()
                        : Parameter.builder()
                                .parameterKey(parameter.parameterKey())
                                .usePreviousValue(true)
                                .build())
                .toList();
    }

    @Test
    void update_when_weights_move_then_rule_is_changed_in_place() {
        createEnvironment();
        cloudFormation.updateStack(request -> request.stackName("dev-traffic")
                .usePreviousTemplate(true)
                .parameters(parameters("dev-traffic", Map.of("ClientBlueWeight", "75", "ClientGreenWeight", "25"))));
        cloudFormation.await("dev-traffic");

        assertThat(balancers
                        .describeRules(request -> request.ruleArns(known.get("ClientRuleArn")))
                        .rules()
                        .getFirst()
                        .actions()
                        .getFirst()
                        .forwardConfig()
                        .targetGroups())
                .extracting(tuple -> tuple.weight())
                .containsExactly(75, 25);
    }
}
