package slipway.ui;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ImageProgress;
import slipway.model.DeployProgress.Phase;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.BalancerStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.EnvironmentStatus.RedisStatus;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.EnvironmentStatus.StackStatus;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.EnvironmentStatus.VolumeStatus;
import slipway.model.Exposure;
import slipway.model.FailureChain;
import slipway.model.FailureChain.StackLink;
import slipway.model.ReadinessCheck;
import slipway.model.ResourcePlan;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import slipway.model.StoppedTask;
import slipway.model.StoppedTask.ContainerExit;
import slipway.model.Tier;
import slipway.model.WayOut;

/** Values as the operations would give them, for tests and pictures. */
@NullMarked
public final class Samples {
    public static final EnvironmentName DEV = new EnvironmentName("dev");
    public static final Instant BEGAN = Instant.parse("2026-03-02T14:31:20Z");

    private Samples() {}

    public static DeployPlan plan() {
        return plan(StackPlan.Action.CREATE);
    }

    public static DeployPlan plan(StackPlan.Action action) {
        List<StackPlan> stacks = List.of(
                stack(action, "network", "network", "VPC, subnets, egress, security groups", 39, List.of()),
                stack(action, "platform", "platform", "cluster, two balancers, target groups", 13, List.of("network")),
                stack(action, "data", "data", "volume and Redis", 12, List.of("network", "platform")),
                stack(action, "traffic", "traffic", "weights blue 100, green 0", 6, List.of("platform")),
                stack(action, "delivery", "delivery", "image repositories, deploy role", 2, List.of("traffic")),
                stack(action, "client-blue", "service", "client 3f2c1ab, 2 tasks", 11, List.of("delivery")),
                stack(action, "client-green", "service", "idle, 0 tasks", 11, List.of("delivery")),
                stack(action, "api-blue", "service", "api 3f2c1ab, 2 tasks", 11, List.of("delivery", "data")),
                stack(action, "api-green", "service", "idle, 0 tasks", 11, List.of("delivery", "data")),
                stack(action, "monitoring", "monitoring", "dashboard", 1, List.of("api-blue", "client-blue")));
        return new DeployPlan(
                DEV,
                stacks,
                List.of(
                        new DeployPlan.ImagePlan(Tier.CLIENT, "3f2c1ab", true, "the repository is empty"),
                        new DeployPlan.ImagePlan(Tier.API, "3f2c1ab", true, "the repository is empty")),
                Map.of("Profile", "economy"),
                "3f2c1ab",
                Path.of("."),
                Optional.empty(),
                List.of());
    }

    private static StackPlan stack(
            StackPlan.Action action,
            String suffix,
            String template,
            String subtitle,
            int count,
            List<String> waitsFor) {
        List<ResourcePlan> resources = new ArrayList<>();
        if (template.equals("service")) {
            resources.add(new ResourcePlan("LogGroup", "AWS::Logs::LogGroup", "what the tasks write"));
            resources.add(new ResourcePlan("TaskDefinition", "AWS::ECS::TaskDefinition", "0.25 vCPU, 512 MB"));
            resources.add(new ResourcePlan("Service", "AWS::ECS::Service", "two tasks behind the balancer"));
        }
        if (template.equals("data")) {
            resources.add(new ResourcePlan("FileSystem", "AWS::EFS::FileSystem", "keeps Redis's append-only file"));
            resources.add(new ResourcePlan("RedisService", "AWS::ECS::Service", "one writer, stops before it starts"));
        }
        while (resources.size() < count) {
            int number = resources.size() + 1;
            resources.add(
                    new ResourcePlan("Resource" + number, "AWS::EC2::SecurityGroupIngress", "rule number " + number));
        }
        List<StackPlan.Change> changes = action == StackPlan.Action.UPDATE && suffix.equals("api-green")
                ? List.of(
                        new StackPlan.Change(
                                "Modify",
                                "TaskDefinition",
                                "AWS::ECS::TaskDefinition",
                                "True",
                                List.of("ContainerDefinitions")),
                        new StackPlan.Change(
                                "Modify",
                                "Service",
                                "AWS::ECS::Service",
                                "False",
                                List.of("DesiredCount", "TaskDefinition")))
                : List.of();
        return new StackPlan(
                DEV.stack(suffix),
                template,
                subtitle,
                action,
                waitsFor.stream().map(DEV::stack).toList(),
                resources,
                changes);
    }

    /** 19 seconds into a first deployment: five stacks done, two services wait for healthy tasks. */
    public static DeployProgress deploying() {
        DeployPlan plan = plan();
        List<StackProgress> stacks = new ArrayList<>();
        stacks.add(done(plan.stacks().get(0), 0, 2.6));
        stacks.add(done(plan.stacks().get(1), 2.6, 5.9));
        stacks.add(done(plan.stacks().get(2), 5.9, 11.2));
        stacks.add(done(plan.stacks().get(3), 5.9, 6.6));
        stacks.add(done(plan.stacks().get(4), 6.6, 7.5));
        stacks.add(running(plan.stacks().get(5), 7.5, "1 of 2 healthy"));
        stacks.add(done(plan.stacks().get(6), 7.5, 9.0));
        stacks.add(running(plan.stacks().get(7), 11.2, "0 of 2 healthy"));
        stacks.add(done(plan.stacks().get(8), 11.2, 12.6));
        stacks.add(waiting(plan.stacks().get(9)));
        return progress(plan, Phase.RUNNING, 19, "2 services wait for healthy tasks", stacks, null, null);
    }

    public static DeployProgress succeeded() {
        DeployPlan plan = plan();
        List<StackProgress> stacks = new ArrayList<>();
        double at = 0;
        for (StackPlan stack : plan.stacks()) {
            stacks.add(done(stack, at, at + 2.4));
            at += 2.4;
        }
        return progress(plan, Phase.SUCCEEDED, at, "", stacks, null, "http://localhost:7777");
    }

    public static DeployProgress failed() {
        DeployPlan plan = plan();
        List<StackProgress> stacks = new ArrayList<>(deploying().stacks());
        StackPlan api = plan.stacks().get(7);
        List<ResourceProgress> resources = new ArrayList<>();
        for (ResourcePlan resource : api.resources()) {
            boolean service = resource.logicalId().equals("Service");
            resources.add(new ResourceProgress(
                    resource,
                    service ? ResourceState.FAILED : ResourceState.ROLLED_BACK,
                    "",
                    service ? "CREATE_FAILED" : "DELETE_COMPLETE",
                    service ? "ECS Deployment Circuit Breaker was triggered" : "",
                    at(service ? 12 : 11.2),
                    at(service ? 30 : 34)));
        }
        stacks.set(
                7, new StackProgress(api, ResourceState.ROLLED_BACK, "ROLLBACK_COMPLETE", at(11.2), at(36), resources));
        stacks.set(5, done(plan.stacks().get(5), 7.5, 24));
        return progress(plan, Phase.FAILED, 36, "", stacks, crash(), null);
    }

    /** A process that dies at boot, from the stack's event to its last line. */
    public static FailureChain crash() {
        return new FailureChain(
                at(34),
                "dev-api-blue",
                "The process of dev-api-blue ended with exit code 1: /app/app.rb:7:in 'fetch': key not found:"
                        + " \"REDIS_URL\" (KeyError)",
                Optional.of(new StackLink(
                        "dev-api-blue",
                        "Service",
                        "CREATE_FAILED",
                        "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.")),
                List.of(
                        new ServiceEvent(
                                at(26),
                                "dev-api-blue",
                                "(service dev-api-blue) is unable to consistently start tasks successfully."),
                        new ServiceEvent(
                                at(29),
                                "dev-api-blue",
                                "(service dev-api-blue) (deployment ecs-svc/7402915) deployment failed: tasks failed to"
                                        + " start.")),
                Optional.of(new StoppedTask(
                        "5d02ab7714c04ea0b9f2",
                        "dev-api-blue",
                        "dev-api-blue:1",
                        "3f2c1ab",
                        at(24),
                        at(25),
                        "EssentialContainerExited",
                        "Essential container in task exited",
                        List.of(new ContainerExit("api", OptionalInt.of(1), "")))),
                List.of(
                        "Puma starting in single mode...",
                        "/app/app.rb:7:in 'fetch': key not found: \"REDIS_URL\" (KeyError)",
                        "        from /app/app.rb:7:in '<main>'"),
                List.of("dev-api-blue rolls back", "dev-api-blue ended as ROLLBACK_COMPLETE"),
                "Give dev-api-blue the address that dev-data offers: redis://redis.dev.internal:6379.");
    }

    public static DeployProgress cancelled() {
        DeployProgress running = deploying();
        return progress(running.plan(), Phase.CANCELLED, 21, "", running.stacks(), null, null);
    }

    /** A service that its update left broken and that the rollback could not set back. */
    public static WayOut stuckRollback() {
        return new WayOut(
                "dev-api-blue",
                "UPDATE_ROLLBACK_FAILED",
                "Service failed: ECS Deployment Circuit Breaker was triggered",
                WayOut.Kind.CONTINUE_ROLLBACK,
                List.of("Service"),
                false,
                "Its update failed, and Service could not be set back. Repair the cause and continue the rollback. Or skip"
                        + " Service: CloudFormation then takes it for set back without touching it, so what is there may"
                        + " differ from the template until an update changes it.");
    }

    /** A deployed environment whose api-blue is as {@link #stuckRollback} tells. */
    public static EnvironmentStatus stuck() {
        EnvironmentStatus status = deployed();
        List<StackStatus> stacks = status.stacks().stream()
                .map(stack -> stack.name().equals("dev-api-blue")
                        ? new StackStatus(
                                stack.name(),
                                "UPDATE_ROLLBACK_FAILED",
                                "The following resource(s) failed to update: [Service]. ",
                                stack.changed())
                        : stack)
                .toList();
        return new EnvironmentStatus(
                status.environment(),
                status.created(),
                status.url(),
                status.interrupted(),
                status.failure(),
                stacks,
                status.balancers(),
                status.colours(),
                status.redis(),
                status.volume(),
                status.services(),
                status.stopped(),
                status.events(),
                status.unread(),
                status.readAt());
    }

    /** A first creation that was taken back. */
    public static WayOut stuckCreation() {
        return new WayOut(
                "dev-api-blue",
                "ROLLBACK_COMPLETE",
                "Service failed: ECS Deployment Circuit Breaker was triggered",
                WayOut.Kind.RECREATE,
                List.of(),
                true,
                "Its creation failed and was taken back, so nothing is left in it. It can only be deleted and created"
                        + " again.");
    }

    /** A way out that led out. */
    public static DeployProgress repaired() {
        StackPlan api = plan(StackPlan.Action.UPDATE).stacks().get(7);
        StackProgress done = done(api, 1, 4);
        return progress(
                plan(),
                Phase.SUCCEEDED,
                4,
                "",
                List.of(new StackProgress(
                        api, done.state(), "UPDATE_ROLLBACK_COMPLETE", done.started(), done.ended(), done.resources())),
                null,
                null);
    }

    public static DeployProgress progress(
            DeployPlan plan,
            Phase phase,
            double seconds,
            String now,
            List<StackProgress> stacks,
            @Nullable FailureChain failure,
            @Nullable String url) {
        return new DeployProgress(
                plan,
                phase,
                BEGAN,
                at(seconds),
                now,
                stacks,
                List.of(
                        new ImageProgress(Tier.CLIENT, "3f2c1ab", ResourceState.COMPLETE, 24, "", at(7), at(8.2)),
                        new ImageProgress(Tier.API, "3f2c1ab", ResourceState.COMPLETE, 19, "", at(7), at(8.1))),
                Optional.ofNullable(failure),
                Optional.ofNullable(url));
    }

    public static Instant at(double seconds) {
        return BEGAN.plusMillis((long) (seconds * 1000));
    }

    public static StackProgress waiting(StackPlan plan) {
        List<ResourceProgress> resources = plan.resources().stream()
                .map(resource -> new ResourceProgress(resource, ResourceState.WAITING, "", "", "", null, null))
                .toList();
        return new StackProgress(plan, ResourceState.WAITING, "", null, null, resources);
    }

    public static StackProgress done(StackPlan plan, double from, double to) {
        List<ResourceProgress> resources = plan.resources().stream()
                .map(resource -> new ResourceProgress(
                        resource,
                        ResourceState.COMPLETE,
                        DEV + "-" + resource.logicalId(),
                        "CREATE_COMPLETE",
                        "",
                        at(from),
                        at(to)))
                .toList();
        return new StackProgress(plan, ResourceState.COMPLETE, "CREATE_COMPLETE", at(from), at(to), resources);
    }

    public static StackProgress running(StackPlan plan, double from, String waits) {
        List<ResourceProgress> resources = new ArrayList<>();
        for (ResourcePlan resource : plan.resources()) {
            boolean service = resource.logicalId().equals("Service");
            boolean before = resources.size() < 2;
            resources.add(new ResourceProgress(
                    resource,
                    service ? ResourceState.IN_PROGRESS : before ? ResourceState.COMPLETE : ResourceState.WAITING,
                    service || before ? plan.name() + "-" + resource.logicalId() : "",
                    service ? "CREATE_IN_PROGRESS" : before ? "CREATE_COMPLETE" : "",
                    service ? waits : "",
                    service || before ? at(from + 0.4) : null,
                    before ? at(from + 0.9) : null));
        }
        return new StackProgress(plan, ResourceState.IN_PROGRESS, "CREATE_IN_PROGRESS", at(from), null, resources);
    }

    public static EnvironmentStatus nothing() {
        return new EnvironmentStatus(
                DEV,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                at(0));
    }

    /** A finished first deployment: two clients and two apis, blue takes everything. */
    public static EnvironmentStatus deployed() {
        return status(
                List.of(
                        live(Tier.CLIENT, Colour.BLUE, "3f2c1ab", 1.0, 2, List.of("healthy", "healthy"), 2, 2),
                        empty(Tier.CLIENT, Colour.GREEN),
                        live(Tier.API, Colour.BLUE, "3f2c1ab", 1.0, 2, List.of("healthy", "healthy"), 2, 6),
                        empty(Tier.API, Colour.GREEN)),
                Optional.empty());
    }

    /** Traffic in the middle of a shift; one api blue is starting. */
    public static EnvironmentStatus shifting() {
        return status(
                List.of(
                        live(Tier.CLIENT, Colour.BLUE, "3f2c1ab", 1.0, 2, List.of("healthy", "healthy"), 2, 2),
                        empty(Tier.CLIENT, Colour.GREEN),
                        live(Tier.API, Colour.BLUE, "3f2c1ab", 0.75, 3, List.of("healthy", "healthy", "initial"), 2, 6),
                        live(Tier.API, Colour.GREEN, "7d90e4c", 0.25, 2, List.of("healthy", "unhealthy"), 2, 6)),
                Optional.empty());
    }

    public static EnvironmentStatus interrupted() {
        EnvironmentStatus status = deployed();
        return status(status.colours(), Optional.of(new EnvironmentStatus.Interrupted(6, 10, at(0))));
    }

    /** The environment whose last deployment failed. */
    public static EnvironmentStatus deploymentFailed() {
        EnvironmentStatus status = deployed();
        return new EnvironmentStatus(
                DEV,
                status.created(),
                status.url(),
                status.interrupted(),
                Optional.of(crash()),
                status.stacks(),
                status.balancers(),
                status.colours(),
                status.redis(),
                status.volume(),
                status.services(),
                status.stopped(),
                status.events(),
                status.unread(),
                status.readAt());
    }

    /** The deployed environment whose oldest stack is so old. */
    public static EnvironmentStatus createdAt(double second) {
        EnvironmentStatus status = deployed();
        return new EnvironmentStatus(
                DEV,
                Optional.of(at(second)),
                status.url(),
                status.interrupted(),
                status.failure(),
                status.stacks(),
                status.balancers(),
                status.colours(),
                status.redis(),
                status.volume(),
                status.services(),
                status.stopped(),
                status.events(),
                status.unread(),
                status.readAt());
    }

    public static EnvironmentStatus status(
            List<ColourStatus> colours, Optional<EnvironmentStatus.Interrupted> interrupted) {
        List<StackStatus> stacks = new ArrayList<>();
        double at = 3;
        for (StackPlan stack : plan().stacks()) {
            stacks.add(new StackStatus(stack.name(), "CREATE_COMPLETE", "", at(at)));
            at += 2.5;
        }
        return new EnvironmentStatus(
                DEV,
                Optional.of(at(0)),
                Optional.of("http://localhost:7777"),
                interrupted,
                Optional.empty(),
                stacks,
                List.of(
                        new BalancerStatus("public", false, "localhost:7777"),
                        new BalancerStatus("internal", true, "127.77.0.3:8080")),
                colours,
                Optional.of(new RedisStatus("dev-redis", 1, 1, "public.ecr.aws/docker/library/redis:7.4-alpine")),
                Optional.of(new VolumeStatus("fs-0a1b2c3d", OptionalLong.of(14_233))),
                ServiceSamples.services(colours),
                List.of(),
                List.of(
                        new ServiceEvent(at(60), "dev-api-blue", "(service dev-api-blue) has reached a steady state."),
                        new ServiceEvent(
                                at(58),
                                "dev-api-blue",
                                "(service dev-api-blue) (deployment ecs-svc/1) deployment completed."),
                        new ServiceEvent(
                                at(50),
                                "dev-api-blue",
                                "(service dev-api-blue) (port 4567) is unhealthy in (target-group t) due to (reason"
                                        + " Health checks failed)")),
                List.of(),
                at(7200));
    }

    private static ColourStatus live(
            Tier tier, Colour colour, String image, double share, int desired, List<String> health, int min, int max) {
        List<TaskStatus> tasks = new ArrayList<>();
        for (String word : health) {
            int number = tasks.size() + (tier == Tier.API ? 20 : 10) + (colour == Colour.GREEN ? 5 : 0);
            tasks.add(ServiceSamples.task("9c41e7d0a" + number, word, "127.77.1." + number, image));
        }
        int healthy = (int) health.stream().filter("healthy"::equals).count();
        return new ColourStatus(
                tier,
                colour,
                DEV + "-" + tier.label() + "-" + colour.label(),
                image,
                at(40),
                desired,
                health.size(),
                0,
                healthy,
                (int) (share * 100),
                share,
                min,
                max,
                OptionalDouble.empty(),
                tasks);
    }

    private static ColourStatus empty(Tier tier, Colour colour) {
        return new ColourStatus(
                tier,
                colour,
                DEV + "-" + tier.label() + "-" + colour.label(),
                "",
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                OptionalDouble.empty(),
                List.of());
    }

    public static List<ReadinessCheck> ready() {
        return List.of(
                check("Ruby", "3.3.8"),
                check("Puma, Sinatra, redis gem", "6.6, 4.1, 5.3"),
                check("redis-server", "8.0.2"),
                check("Port 7777", "free"),
                check("Disk", "41 GB free"));
    }

    private static ReadinessCheck check(String name, String found) {
        return new ReadinessCheck(name, ReadinessCheck.State.READY, found, "");
    }

    /** As the shipped templates have it. */
    public static Exposure exposure() {
        return new Exposure(
                List.of(
                        new Exposure.Part(
                                "client", true, Exposure.Reach.YES, "80 on the balancer, from anywhere", List.of()),
                        new Exposure.Part(
                                "api", false, Exposure.Reach.NO, "4567 from the internal balancer only", List.of()),
                        new Exposure.Part("Redis", false, Exposure.Reach.NO, "6379 from api only", List.of()),
                        new Exposure.Part("volume", false, Exposure.Reach.NO, "2049 from Redis only", List.of())),
                25);
    }

    /** Somebody opened Redis, and turned the inner balancer to the internet. */
    public static Exposure exposed() {
        Exposure intended = exposure();
        return new Exposure(
                List.of(
                        intended.parts().getFirst(),
                        new Exposure.Part(
                                "api",
                                false,
                                Exposure.Reach.GUARDED,
                                "not reachable: its balancer faces the internet, only its security group keeps it out",
                                List.of(new Exposure.Rule(
                                        "dev-platform", "InternalLoadBalancer", "Scheme", "internet-facing"))),
                        new Exposure.Part(
                                "Redis",
                                false,
                                Exposure.Reach.YES,
                                "6379 on a public address of its own, from anywhere",
                                List.of(new Exposure.Rule("dev-network", "RedisFromApi", "CidrIp", "0.0.0.0/0"))),
                        intended.parts().getLast()),
                25);
    }
}
