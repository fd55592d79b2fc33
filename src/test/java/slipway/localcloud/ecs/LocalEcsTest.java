package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.TaskField;

/** The API's answers and refusals; no task runs here unless the test says so. */
@NullMarked
class LocalEcsTest {
    @TempDir
    Path folder;

    private EcsFixture cloud;

    @BeforeEach
    void open() {
        cloud = new EcsFixture(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void describeClusters_whenOneIsMissing_answersBoth() {
        var answer = cloud.ecs.describeClusters(
                request -> request.clusters("dev", "other").include(ClusterField.SETTINGS));

        assertThat(answer.clusters()).singleElement().satisfies(cluster -> {
            assertThat(cluster.clusterArn()).isEqualTo("arn:aws:ecs:eu-west-1:000000000000:cluster/dev");
            assertThat(cluster.status()).isEqualTo("ACTIVE");
            assertThat(cluster.settings())
                    .singleElement()
                    .satisfies(setting -> assertThat(setting.value()).isEqualTo("disabled"));
        });
        assertThat(answer.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).isEqualTo("arn:aws:ecs:eu-west-1:000000000000:cluster/other");
            assertThat(failure.reason()).isEqualTo("MISSING");
        });
    }

    @Test
    void putClusterCapacityProviders_whenOneIsUnknown_namesIt() {
        assertThatThrownBy(() -> cloud.ecs.putClusterCapacityProviders(
                        request -> request.cluster("dev").capacityProviders("SPACE")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'SPACE' was not found");
    }

    @Test
    void deleteCluster_whenServicesAreActive_isRefused() {
        create(define(), 0);

        assertThatThrownBy(() -> cloud.ecs.deleteCluster(request -> request.cluster("dev")))
                .isInstanceOf(ClusterContainsServicesException.class)
                .hasMessageContaining("The Cluster cannot be deleted while Services are active.");
    }

    @Test
    void deleteCluster_whenEmpty_isInactiveAfterwards() {
        cloud.ecs.deleteCluster(request -> request.cluster("dev"));

        assertThat(cloud.ecs.listClusters().clusterArns()).isEmpty();
        assertThatThrownBy(() -> cloud.ecs.listTasks(request -> request.cluster("dev")))
                .isInstanceOf(ClusterNotFoundException.class)
                .hasMessageContaining("Cluster not found.");
    }

    @Test
    void registerTaskDefinition_whenTheFamilyIsKnown_countsRevisionsUp() {
        define();
        define();

        assertThat(cloud.ecs
                        .describeTaskDefinition(request -> request.taskDefinition("dev-api"))
                        .taskDefinition()
                        .taskDefinitionArn())
                .isEqualTo("arn:aws:ecs:eu-west-1:000000000000:task-definition/dev-api:2");
    }

    @Test
    void registerTaskDefinition_whenFargateHasNoSuchSize_saysSo() {
        refusesDefinition(
                container -> {},
                definition -> definition.cpu("256").memory("256"),
                "No Fargate configuration exists for given values: 256 CPU, 256 memory.");
    }

    @Test
    void registerTaskDefinition_whenSizesHaveUnits_keepsNumbers() {
        String arn = cloud.define(
                container -> {}, definition -> definition.cpu(".25 vCPU").memory("1 GB"));

        var definition = cloud.ecs
                .describeTaskDefinition(request -> request.taskDefinition(arn))
                .taskDefinition();
        assertThat(definition.cpu()).isEqualTo("256");
        assertThat(definition.memory()).isEqualTo("1024");
    }

    @Test
    void registerTaskDefinition_whenAVolumeIsUnknown_namesIt() {
        refusesDefinition(
                container -> container.mountPoints(EcsFixture.mount("/data")),
                definition -> {},
                "Unknown volume 'data'.");
    }

    @Test
    void registerTaskDefinition_whenTheRestartPeriodIsTooShort_namesTheBounds() {
        refusesDefinition(
                container ->
                        container.restartPolicy(policy -> policy.enabled(true).restartAttemptPeriod(30)),
                definition -> {},
                "must be between 60 and 1800 seconds, not 30");
    }

    @Test
    void registerTaskDefinition_whenNothingIsEssential_isRefused() {
        refusesDefinition(
                container -> container.essential(false),
                definition -> {},
                "A task definition must have at least one essential container.");
    }

    @Test
    void deregisterTaskDefinition_whenDone_takesItOutOfUse() {
        String arn = define();

        assertThat(cloud.ecs
                        .deregisterTaskDefinition(request -> request.taskDefinition(arn))
                        .taskDefinition()
                        .status())
                .isEqualTo(TaskDefinitionStatus.INACTIVE);

        assertThat(cloud.ecs.listTaskDefinitions().taskDefinitionArns()).isEmpty();
        assertThatThrownBy(() -> create(arn, 0))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
    }

    @Test
    void describeTaskDefinition_whenUnknown_saysSo() {
        assertThatThrownBy(() -> cloud.ecs.describeTaskDefinition(request -> request.taskDefinition("nothing:1")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("Unable to describe task definition.");
    }

    @Test
    void createService_whenTheTargetGroupHasNoBalancer_isRefused() {
        refusesService(
                request -> request.loadBalancers(balancer(FakeBalancers.LONELY_GROUP, "api", 4567)),
                "The target group with targetGroupArn " + FakeBalancers.LONELY_GROUP
                        + " does not have an associated load balancer.");
    }

    @Test
    void createService_whenTheTargetGroupIsUnknown_namesIt() {
        refusesService(
                request -> request.loadBalancers(balancer("arn:unknown", "api", 4567)),
                "The target group arn:unknown does not exist.");
    }

    @Test
    void createService_whenTheContainerIsUnknown_namesIt() {
        refusesService(
                request -> request.loadBalancers(balancer(FakeBalancers.GROUP, "web", 4567)),
                "The container web does not exist in the task definition.");
    }

    @Test
    void createService_whenThePortIsUnknown_namesIt() {
        refusesService(
                request -> request.loadBalancers(balancer(FakeBalancers.GROUP, "api", 80)),
                "The container api did not have a container port 80 defined.");
    }

    @Test
    void createService_whenThereIsNoNetwork_isRefused() {
        refusesService(
                request -> request.networkConfiguration((NetworkConfiguration) null),
                "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    }

    @Test
    void createService_whenAGracePeriodHasNoBalancer_isRefused() {
        refusesService(
                request -> request.healthCheckGracePeriodSeconds(60),
                "Health check grace period is only valid for services configured to use load balancers");
    }

    @Test
    void createService_whenDeploymentsCouldNeverGoOn_isRefused() {
        refusesService(
                request -> request.deploymentConfiguration(configuration ->
                        configuration.minimumHealthyPercent(100).maximumPercent(100)),
                "cannot be 100 as this will block deployments");
    }

    @Test
    void createService_whenExecHasNoRole_isRefused() {
        String arn = cloud.define(container -> {}, definition -> definition.taskRoleArn(null));

        assertThatThrownBy(() -> cloud.create(arn, 0, request -> request.enableExecuteCommand(true)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("a valid taskRoleArn is not being used");
    }

    @Test
    void createService_whenItExists_isRefused() {
        create(define(), 0);

        assertThatThrownBy(() -> create(define(), 0))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Creation of service was not idempotent.");
    }

    @Test
    void createService_whenSentAgainWithItsToken_answersTheSame() {
        String definition = define();
        var first = cloud.create(definition, 0, request -> request.clientToken("token"));

        assertThat(cloud.create(definition, 0, request -> request.clientToken("token"))
                        .serviceArn())
                .isEqualTo(first.serviceArn());
    }

    @Test
    void describeCapacityProviders_whenOneIsUnknown_answersBoth() {
        var answer = cloud.ecs.describeCapacityProviders(request -> request.capacityProviders("FARGATE", "SPACE"));

        assertThat(answer.capacityProviders()).extracting("name").containsExactly("FARGATE");
        assertThat(answer.failures()).extracting("reason").containsExactly("MISSING");
    }

    @Test
    void createService_whenTheClusterIsUnknown_isRefused() {
        assertThatThrownBy(() -> cloud.ecs.createService(
                        request -> request.cluster("other").serviceName("x").taskDefinition("y")))
                .isInstanceOfSatisfying(
                        ClusterNotFoundException.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("ClusterNotFoundException"));
    }

    @Test
    void updateService_whenOnlyTheCountChanges_keepsTheDeployment() {
        create(cloud.shell("exec sleep 300"), 1);
        String deployment = cloud.awaitSteady().deployments().getFirst().id();

        cloud.ecs.updateService(
                request -> request.cluster("dev").service("dev-api").desiredCount(2));

        assertThat(cloud.await(service -> service.runningCount() == 2).deployments())
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.id()).isEqualTo(deployment);
                    assertThat(kept.rolloutStateAsString()).isEqualTo("COMPLETED");
                });
    }

    @Test
    void updateService_whenForced_deploysAnew() {
        String before = create(define(), 0).deployments().getFirst().id();

        var updated = cloud.ecs.updateService(
                request -> request.cluster("dev").service("dev-api").forceNewDeployment(true));

        assertThat(updated.service().deployments().getFirst().id()).isNotEqualTo(before);
    }

    @Test
    void updateService_whenTheServiceIsUnknown_isRefused() {
        assertThatThrownBy(() -> cloud.ecs.updateService(
                        request -> request.cluster("dev").service("nothing")))
                .isInstanceOf(ServiceNotFoundException.class)
                .hasMessageContaining("Service not found.");
    }

    @Test
    void deleteService_whenItIsScaledUp_needsForce() {
        create(define(), 1);

        assertThatThrownBy(() -> cloud.ecs.deleteService(
                        request -> request.cluster("dev").service("dev-api")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("The service cannot be stopped while it is scaled above 0.");
    }

    @Test
    void deleteService_whenItIsGone_doesNotExist() {
        create(define(), 0);
        cloud.ecs.deleteService(request -> request.cluster("dev").service("dev-api"));
        cloud.await(service -> service.status().equals("INACTIVE"));

        assertThatThrownBy(() -> cloud.ecs.deleteService(
                        request -> request.cluster("dev").service("dev-api")))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void deleteService_whenItIsGone_canBeCreatedAgainButNotUpdated() {
        create(define(), 0);
        cloud.ecs.deleteService(request -> request.cluster("dev").service("dev-api"));
        cloud.await(service -> service.status().equals("INACTIVE"));

        assertThatThrownBy(() -> cloud.ecs.updateService(
                        request -> request.cluster("dev").service("dev-api").desiredCount(1)))
                .isInstanceOf(ServiceNotActiveException.class);
        assertThat(create(define(), 0).status()).isEqualTo("ACTIVE");
    }

    @Test
    void describeServices_whenOneIsMissing_answersBoth() {
        cloud.create(define(), 0, request -> request.tags(tag("a", "1")));

        var answer = cloud.ecs.describeServices(request -> request.cluster("dev")
                .services("dev-api", "arn:aws:ecs:eu-west-1:000000000000:service/dev/other")
                .include(ServiceField.TAGS));

        assertThat(answer.services().getFirst().tags()).containsExactly(tag("a", "1"));
        assertThat(answer.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).isEqualTo("arn:aws:ecs:eu-west-1:000000000000:service/dev/other");
            assertThat(failure.reason()).isEqualTo("MISSING");
        });
    }

    @Test
    void listServices_whenThereAreMoreThanAPage_pages() {
        create(define(), 0);
        cloud.ecs.createService(request -> request.cluster("dev")
                .serviceName("second")
                .taskDefinition("dev-api")
                .desiredCount(0)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a"))));

        var first = cloud.ecs.listServices(request -> request.cluster("dev").maxResults(1));
        var second = cloud.ecs.listServices(
                request -> request.cluster("dev").maxResults(1).nextToken(first.nextToken()));

        assertThat(first.serviceArns()).containsExactly("arn:aws:ecs:eu-west-1:000000000000:service/dev/dev-api");
        assertThat(second.serviceArns()).containsExactly("arn:aws:ecs:eu-west-1:000000000000:service/dev/second");
        assertThat(second.nextToken()).isNull();
    }

    @Test
    void describeTasks_whenTagsArePropagated_tellsThemOnRequest() {
        cloud.create(
                cloud.shell("exec sleep 300"),
                1,
                request -> request.tags(tag("Tier", "api"))
                        .propagateTags(PropagateTags.SERVICE)
                        .enableECSManagedTags(true));
        String arn = cloud.await(() -> cloud.tasks("RUNNING"), tasks -> tasks.size() == 1)
                .getFirst()
                .taskArn();

        var plain = cloud.ecs.describeTasks(request -> request.cluster("dev").tasks(arn));
        var tagged = cloud.ecs.describeTasks(
                request -> request.cluster("dev").tasks(arn).include(TaskField.TAGS));

        assertThat(plain.tasks().getFirst().tags()).isEmpty();
        assertThat(tagged.tasks().getFirst().tags())
                .containsExactly(
                        tag("Tier", "api"), tag("aws:ecs:clusterName", "dev"), tag("aws:ecs:serviceName", "dev-api"));
    }

    @Test
    void describeTasks_whenOneIsMissing_listsItAsFailure() {
        assertThat(cloud.ecs
                        .describeTasks(request -> request.cluster("dev").tasks("0123"))
                        .failures())
                .extracting("reason")
                .containsExactly("MISSING");
    }

    @Test
    void stopTask_whenUnknown_isRefused() {
        assertThatThrownBy(() ->
                        cloud.ecs.stopTask(request -> request.cluster("dev").task("0123")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("The referenced task was not found.");
    }

    @Test
    void runTask_whenItEnds_keepsItsExitCodeAndGroup() {
        String arn = cloud.shell("exit 3");

        cloud.ecs.runTask(request -> request.cluster("dev")
                .taskDefinition(arn)
                .startedBy("me")
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a"))));

        Task task = cloud.await(
                        () -> cloud.tasks("STOPPED"),
                        tasks -> tasks.size() == 1
                                && tasks.getFirst().lastStatus().equals("STOPPED"))
                .getFirst();
        assertThat(EcsFixture.exitCode(task)).isEqualTo(3);
        assertThat(task.group()).isEqualTo("family:dev-api");
        assertThat(task.startedBy()).isEqualTo("me");
        assertThat(task.stoppedAt()).isAfterOrEqualTo(task.startedAt());
    }

    @Test
    void createService_whenAStrategyHasABase_fillsThatFirst() {
        cloud.create(
                cloud.shell("exec sleep 300"),
                3,
                request -> request.capacityProviderStrategy(
                        CapacityProviderStrategyItem.builder()
                                .capacityProvider("FARGATE")
                                .base(1)
                                .weight(0)
                                .build(),
                        CapacityProviderStrategyItem.builder()
                                .capacityProvider("FARGATE_SPOT")
                                .weight(1)
                                .build()));

        assertThat(cloud.await(() -> cloud.tasks("RUNNING"), tasks -> tasks.size() == 3))
                .extracting(Task::capacityProviderName)
                .containsExactlyInAnyOrder("FARGATE", "FARGATE_SPOT", "FARGATE_SPOT");
    }

    @Test
    void tagResource_whenDone_isTold() {
        String arn = create(define(), 0).serviceArn();

        cloud.ecs.tagResource(request -> request.resourceArn(arn).tags(tag("a", "1"), tag("b", "2")));
        cloud.ecs.untagResource(request -> request.resourceArn(arn).tagKeys("a"));

        assertThat(cloud.ecs
                        .listTagsForResource(request -> request.resourceArn(arn))
                        .tags())
                .containsExactly(tag("b", "2"));
    }

    @Test
    void open_whenThingsWereDeclaredBefore_hasThemStill() {
        String definition = define();
        create(definition, 0);
        cloud.close();

        cloud = new EcsFixture(folder);

        assertThat(cloud.service().taskDefinition()).isEqualTo(definition);
        assertThat(cloud.ecs.listTaskDefinitions().taskDefinitionArns()).isEqualTo(List.of(definition));
    }

    private String define() {
        return cloud.define(container -> container.command("sleep", "300"));
    }

    private Service create(String definition, int desired) {
        return cloud.create(definition, desired, request -> {});
    }

    private void refusesDefinition(
            Consumer<ContainerDefinition.Builder> container,
            Consumer<RegisterTaskDefinitionRequest.Builder> definition,
            String text) {
        assertThatThrownBy(() -> cloud.define(container, definition))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(text);
    }

    private void refusesService(Consumer<CreateServiceRequest.Builder> request, String text) {
        String definition = define();
        assertThatThrownBy(() -> cloud.create(definition, 1, request))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining(text);
    }

    private static LoadBalancer balancer(String group, String container, int port) {
        return LoadBalancer.builder()
                .targetGroupArn(group)
                .containerName(container)
                .containerPort(port)
                .build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
