package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.Volume;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The application itself: Redis on a volume, two apis and two clients behind real balancers. */
@NullMarked
class ApplicationRunTest {
    private static final List<String> REDIS_COMMAND =
            List.of("sh", "-c", "exec 9>.lock; flock 9; exec redis-server --appendonly yes ${BIND:+--bind $BIND}");

    @TempDir
    Path folder;

    private record Site(String url, String group) {}

    @Test
    void application_whenItsServicesRun_addsUpAndKeepsTheSum() throws Exception {
        try (var cloud = EcsFixture.withRealBalancers(folder, 10)) {
            var volumes = cloud.volumes;
            String fileSystem = volumes.createFileSystem();
            String accessPoint = volumes.createAccessPoint(fileSystem, "/redis");
            var name = cloud.discovery.createService("redis", cloud.discovery.createNamespace("dev.internal"));
            Site api = site(cloud, "api");
            Site client = site(cloud, "client");
            create(
                    cloud,
                    "redis",
                    1,
                    redis(fileSystem, accessPoint),
                    request -> request.serviceRegistries(ServiceRegistry.builder()
                                    .registryArn(name.arn())
                                    .build())
                            .deploymentConfiguration(configuration ->
                                    configuration.minimumHealthyPercent(0).maximumPercent(100)));
            create(
                    cloud,
                    "api",
                    2,
                    tier(cloud, "api", "REDIS_URL", "redis://redis.dev.internal:6379"),
                    behind(api, "api"));
            create(cloud, "client", 2, tier(cloud, "client", "SERVER_URL", api.url()), behind(client, "client"));

            for (String service : List.of("redis", "api", "client")) {
                cloud.await(
                        () -> service(cloud, service),
                        now -> now.deployments()
                                .getFirst()
                                .rolloutStateAsString()
                                .equals("COMPLETED"));
            }
            assertThat(get(client.url())).isEqualTo("Last sum was: 0");
            assertThat(get(client.url() + "/?n=3")).isEqualTo("Your sum was 6");

            // Redis is replaced by a task at another address: its name leads there, and its file has the sum.
            Task before = redisTask(cloud);
            cloud.ecs.stopTask(request -> request.cluster("dev").task(before.taskArn()));
            cloud.await(
                    () -> service(cloud, "redis"),
                    now -> now.runningCount() == 1
                            && !redisTask(cloud).taskArn().equals(before.taskArn()));
            assertThat(EcsFixture.address(redisTask(cloud))).isNotEqualTo(EcsFixture.address(before));
            cloud.await(() -> get(client.url()), "Last sum was: 6"::equals);
        }
    }

    private static Task redisTask(EcsFixture cloud) {
        var arns = cloud.ecs
                .listTasks(request -> request.cluster("dev").serviceName("redis"))
                .taskArns();
        return arns.isEmpty()
                ? Task.builder().taskArn("none").build()
                : cloud.ecs
                        .describeTasks(request -> request.cluster("dev").tasks(arns))
                        .tasks()
                        .getFirst();
    }

    private static Service service(EcsFixture cloud, String name) {
        return cloud.ecs
                .describeServices(request -> request.cluster("dev").services(name))
                .services()
                .getFirst();
    }

    private static void create(
            EcsFixture cloud,
            String name,
            int desired,
            RegisterTaskDefinitionRequest definition,
            Consumer<CreateServiceRequest.Builder> more) {
        String arn =
                cloud.ecs.registerTaskDefinition(definition).taskDefinition().taskDefinitionArn();
        cloud.create(arn, desired, request -> more.accept(request.serviceName(name)));
    }

    private static Consumer<CreateServiceRequest.Builder> behind(Site site, String container) {
        return request -> request.loadBalancers(LoadBalancer.builder()
                        .targetGroupArn(site.group())
                        .containerName(container)
                        .containerPort(4567)
                        .build())
                .healthCheckGracePeriodSeconds(60);
    }

    private static RegisterTaskDefinitionRequest redis(String fileSystem, String accessPoint) {
        return definition(
                        "redis",
                        ContainerDefinition.builder()
                                .name("redis")
                                .image("public.ecr.aws/docker/library/redis:7.4-alpine")
                                .workingDirectory("/data")
                                .command(REDIS_COMMAND)
                                .portMappings(PortMapping.builder()
                                        .containerPort(6379)
                                        .build())
                                .mountPoints(EcsFixture.mount("/data"))
                                .healthCheck(
                                        check -> check.command("CMD-SHELL", "redis-cli -h \"${BIND:-127.0.0.1}\" ping")
                                                .interval(10)
                                                .timeout(5)
                                                .retries(3)
                                                .startPeriod(120)))
                .toBuilder()
                .volumes(Volume.builder()
                        .name("data")
                        .efsVolumeConfiguration(efs -> efs.fileSystemId(fileSystem)
                                .authorizationConfig(authorization -> authorization.accessPointId(accessPoint)))
                        .build())
                .build();
    }

    private static RegisterTaskDefinitionRequest tier(EcsFixture cloud, String tier, String variable, String url)
            throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path source = Path.of(System.getProperty("slipway.home", ".")).resolve(tier);
        try (var entries = Files.newDirectoryStream(source, "*.{rb,ru}")) {
            for (Path file : entries) {
                files.put("app/" + file.getFileName(), Files.readString(file));
            }
        }
        String image = new ImagePush(cloud.registry, "dev/" + tier).push("1", files, """
                        {"config":{"Cmd":["puma","-C","puma.rb"],"WorkingDir":"/app","StopSignal":"SIGTERM",
                         "Env":["APP_ENV=production","LANG=C.UTF-8"]}}""");
        return definition(
                tier,
                ContainerDefinition.builder()
                        .name(tier)
                        .image(image)
                        .stopTimeout(5)
                        .portMappings(PortMapping.builder().containerPort(4567).build())
                        .environment(
                                KeyValuePair.builder().name(variable).value(url).build()));
    }

    private static RegisterTaskDefinitionRequest definition(String family, ContainerDefinition.Builder container) {
        return RegisterTaskDefinitionRequest.builder()
                .family(family)
                .requiresCompatibilitiesWithStrings("FARGATE")
                .networkMode("awsvpc")
                .cpu("256")
                .memory("512")
                .containerDefinitions(container.build())
                .build();
    }

    private static Site site(EcsFixture cloud, String name) {
        ElasticLoadBalancingV2Client elb = cloud.elb;
        var balancer = elb.createLoadBalancer(request -> request.name(name)
                        .scheme(LoadBalancerSchemeEnum.INTERNAL)
                        .subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst();
        String group = elb.createTargetGroup(request -> request.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(4567)
                        .vpcId("vpc-1")
                        .targetType(TargetTypeEnum.IP)
                        .healthCheckPath("/healthcheck")
                        .healthCheckIntervalSeconds(15)
                        .healthyThresholdCount(2))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.createListener(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                .port(80)
                .protocol(ProtocolEnum.HTTP)
                .defaultActions(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(group)
                        .build()));
        return new Site("http://" + balancer.dnsName(), group);
    }

    private static String get(String url) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
