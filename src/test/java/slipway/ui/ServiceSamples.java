package slipway.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.NullMarked;
import slipway.model.Colour;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.ServiceStatus;
import slipway.model.ServiceStatus.Breaker;
import slipway.model.ServiceStatus.Deployment;
import slipway.model.StoppedTask;
import slipway.model.StoppedTask.ContainerExit;
import slipway.model.TaskGauges;
import slipway.model.Tier;

/** Services and their tasks as the operations would give them. */
@NullMarked
public final class ServiceSamples {
    private ServiceSamples() {}

    /** A task of half a gibibyte that has run since the second minute. */
    public static TaskStatus task(String id, String health, String address, String image) {
        return new TaskStatus(
                id,
                "RUNNING",
                health,
                health.equals("unhealthy") ? "Target.Timeout: Request timed out" : "",
                address,
                4567,
                "dev-api-blue:41",
                image,
                512L << 20,
                Samples.at(60),
                Samples.at(65),
                Optional.empty(),
                new TaskGauges(OptionalDouble.of(31), OptionalLong.of(84_000_000), OptionalInt.of(0)));
    }

    /** The services that the colours describe, and Redis. */
    public static List<ServiceStatus> services(List<ColourStatus> colours) {
        List<ServiceStatus> services = new ArrayList<>();
        for (ColourStatus colour : colours) {
            services.add(new ServiceStatus(
                    colour.service(),
                    Optional.of(colour.tier()),
                    Optional.of(colour.colour()),
                    colour.image(),
                    Samples.at(35),
                    colour.desired(),
                    colour.running(),
                    colour.pending(),
                    true,
                    colour.healthy(),
                    OptionalDouble.of(colour.share()),
                    colour.cpuPercent(),
                    Optional.of(new Breaker(true, 3)),
                    List.of(deployment("PRIMARY", "COMPLETED", colour.desired(), colour.image())),
                    colour.tasks(),
                    events(colour.service())));
        }
        services.add(new ServiceStatus(
                "dev-redis",
                Optional.empty(),
                Optional.empty(),
                "7.4-alpine",
                Samples.at(10),
                1,
                1,
                0,
                false,
                1,
                OptionalDouble.empty(),
                OptionalDouble.of(2),
                Optional.empty(),
                List.of(deployment("PRIMARY", "COMPLETED", 1, "7.4-alpine")),
                List.of(new TaskStatus(
                        "a81f3e0b5d6c",
                        "RUNNING",
                        "",
                        "",
                        "127.77.2.5",
                        6379,
                        "dev-redis:1",
                        "7.4-alpine",
                        512L << 20,
                        Samples.at(12),
                        Samples.at(14),
                        Optional.empty(),
                        new TaskGauges(OptionalDouble.of(2), OptionalLong.of(9_000_000), OptionalInt.of(0)))),
                events("dev-redis")));
        return services;
    }

    /** Of revision 41, created in the first minute. */
    public static Deployment deployment(String status, String rollout, int desired, String image) {
        return new Deployment(
                "ecs-svc/" + status.length() + rollout.length(),
                status,
                rollout,
                rollout.equals("COMPLETED") ? "ECS deployment ecs-svc/1 completed." : "",
                desired,
                desired,
                0,
                0,
                "dev-api-blue:41",
                image,
                Samples.at(36),
                Samples.at(62));
    }

    private static List<ServiceEvent> events(String service) {
        return List.of(
                new ServiceEvent(Samples.at(62), service, "(service " + service + ") has reached a steady state."),
                new ServiceEvent(
                        Samples.at(61),
                        service,
                        "(service " + service + ") (deployment ecs-svc/1) deployment completed."));
    }

    /** Four tasks that stopped, newest first; the oldest more than an hour before the reading. */
    public static List<StoppedTask> stopped() {
        return List.of(
                stopped(
                        "b5d1f20c9e41",
                        6500,
                        "ServiceSchedulerInitiated",
                        "Scaling activity initiated by (deployment ecs-svc/1)",
                        0),
                stopped("02fe7c31a8d0", 4620, "EssentialContainerExited", "Essential container in task exited", 1),
                stopped(
                        "6610ad77b1c6",
                        4519,
                        "ServiceSchedulerInitiated",
                        "Scaling activity initiated by (deployment ecs-svc/2)",
                        0),
                stopped(
                        "d19b43f08a2e",
                        517,
                        "ServiceSchedulerInitiated",
                        "Scaling activity initiated by (deployment ecs-svc/2)",
                        0));
    }

    private static StoppedTask stopped(String id, double second, String code, String reason, int exit) {
        return new StoppedTask(
                id,
                "dev-api-blue",
                "dev-api-blue:41",
                "3f2c1ab",
                Samples.at(120),
                Samples.at(second),
                code,
                reason,
                List.of(new ContainerExit("app", OptionalInt.of(exit), "")));
    }

    /** The deployed environment after a crash. */
    public static EnvironmentStatus crashed() {
        return Samples.deployed().withStopped(stopped());
    }

    /** The deployed environment as somebody sees it who may not list tasks. */
    public static EnvironmentStatus withoutTasks() {
        EnvironmentStatus status = Samples.deployed();
        return new EnvironmentStatus(
                status.environment(),
                status.created(),
                status.url(),
                status.interrupted(),
                status.failure(),
                status.stacks(),
                status.balancers(),
                status.colours(),
                status.redis(),
                status.volume(),
                status.services().stream().map(ServiceSamples::withoutTasks).toList(),
                List.of(),
                status.events(),
                List.of(new Unread(
                        "tasks", new Failure.Denied("ecs:ListTasks", "slipway-dev lacks ecs:ListTasks.", "403"))),
                status.readAt());
    }

    private static ServiceStatus withoutTasks(ServiceStatus service) {
        return new ServiceStatus(
                service.name(),
                service.tier(),
                service.colour(),
                service.image(),
                service.created(),
                service.desired(),
                service.running(),
                service.pending(),
                service.judged(),
                service.healthy(),
                service.share(),
                service.cpuPercent(),
                service.breaker(),
                service.deployments(),
                List.of(),
                service.events());
    }

    /**
     * A busy afternoon: api blue scales out and one of its tasks was started again, api green takes a quarter of the traffic, two
     * tasks have crashed.
     */
    public static EnvironmentStatus busy() {
        EnvironmentStatus status = Samples.shifting();
        List<ServiceStatus> services = List.of(
                service(
                        "client-blue",
                        "3f2c1ab",
                        2,
                        1.0,
                        31,
                        List.of(
                                task("1b7c90d2aa11", "3f2c1ab", "healthy", "127.4.0.11", 33, 85, 0, -600),
                                task("e02d4f7712bc", "3f2c1ab", "healthy", "127.4.0.12", 29, 83, 0, -600)),
                        List.of(deployment("PRIMARY", "COMPLETED", 2, "3f2c1ab")),
                        List.of(event("client-blue", 0, "has reached a steady state."))),
                service("client-green", "", 0, 0, 0, List.of(), List.of(), List.of()),
                service(
                        "api-blue",
                        "3f2c1ab",
                        3,
                        0.75,
                        83,
                        List.of(
                                task("9c41e7d0a20f", "3f2c1ab", "healthy", "127.4.1.21", 91, 121, 1, -600),
                                task("4ad8f03be1c2", "3f2c1ab", "healthy", "127.4.1.22", 75, 114, 0, 4620),
                                starting()),
                        List.of(new Deployment(
                                "ecs-svc/41",
                                "PRIMARY",
                                "COMPLETED",
                                "",
                                3,
                                2,
                                1,
                                0,
                                "dev-api-blue:41",
                                "3f2c1ab",
                                Samples.at(-600),
                                Samples.at(-520))),
                        List.of(
                                event(
                                        "api-blue",
                                        7198,
                                        "registered 1 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/api-blue/5d02)"),
                                event("api-blue", 7187, "has started 1 tasks: (task c3e815aa0b21)."),
                                event("api-blue", 6500, "has stopped 1 running tasks: (task b5d1f20c9e41)."),
                                event("api-blue", 6471, "has begun draining connections on 1 tasks."),
                                event(
                                        "api-blue",
                                        4621,
                                        "(port 4567) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/api-blue/5d02) due to (reason Request timed out)"),
                                event("api-blue", 2, "has reached a steady state."))),
                service(
                        "api-green",
                        "7d90e4c",
                        2,
                        0.25,
                        28,
                        List.of(
                                task("5d02abf09c11", "7d90e4c", "healthy", "127.4.1.31", 33, 103, 0, 6840),
                                task("77b1c6a1d2e3", "7d90e4c", "healthy", "127.4.1.32", 23, 101, 0, 6840)),
                        List.of(
                                new Deployment(
                                        "ecs-svc/7",
                                        "PRIMARY",
                                        "IN_PROGRESS",
                                        "",
                                        2,
                                        2,
                                        0,
                                        1,
                                        "dev-api-green:7",
                                        "7d90e4c",
                                        Samples.at(6840),
                                        Samples.at(6900)),
                                new Deployment(
                                        "ecs-svc/6",
                                        "ACTIVE",
                                        "COMPLETED",
                                        "",
                                        2,
                                        0,
                                        0,
                                        0,
                                        "dev-api-green:6",
                                        "c07a5e2",
                                        Samples.at(120),
                                        Samples.at(160))),
                        List.of(event(
                                "api-green", 6850, "has started 2 tasks: (task 5d02abf09c11) (task 77b1c6a1d2e3)."))),
                Samples.deployed().services().getLast());
        return new EnvironmentStatus(
                status.environment(),
                status.created(),
                status.url(),
                status.interrupted(),
                status.failure(),
                status.stacks(),
                status.balancers(),
                status.colours(),
                status.redis(),
                status.volume(),
                services,
                stopped(),
                status.events(),
                List.of(),
                status.readAt());
    }

    private static ServiceEvent event(String service, double second, String words) {
        return new ServiceEvent(Samples.at(second), "dev-" + service, "(service dev-" + service + ") " + words);
    }

    private static TaskStatus starting() {
        return new TaskStatus(
                "c3e815aa0b21",
                "RUNNING",
                "initial",
                "Elb.InitialHealthChecking: Initial health checks in progress",
                "127.4.1.23",
                4567,
                "dev-api-blue:41",
                "3f2c1ab",
                512L << 20,
                Samples.at(7178),
                Samples.at(7180),
                Optional.empty(),
                new TaskGauges(OptionalDouble.empty(), OptionalLong.of(61_000_000), OptionalInt.of(0)));
    }

    private static TaskStatus task(
            String id,
            String image,
            String health,
            String address,
            double cpu,
            long megabytes,
            int restarts,
            double from) {
        return new TaskStatus(
                id,
                "RUNNING",
                health,
                "",
                address,
                4567,
                "dev-api-blue:41",
                image,
                512L << 20,
                Samples.at(from - 2),
                Samples.at(from),
                Optional.empty(),
                new TaskGauges(
                        OptionalDouble.of(cpu), OptionalLong.of(megabytes * 1_000_000), OptionalInt.of(restarts)));
    }

    private static ServiceStatus service(
            String name,
            String image,
            int desired,
            double share,
            double cpu,
            List<TaskStatus> tasks,
            List<Deployment> deployments,
            List<ServiceEvent> events) {
        return new ServiceStatus(
                "dev-" + name,
                Optional.of(name.startsWith("api") ? Tier.API : Tier.CLIENT),
                Optional.of(name.endsWith("blue") ? Colour.BLUE : Colour.GREEN),
                image,
                Samples.at(30),
                desired,
                desired,
                0,
                true,
                (int) tasks.stream()
                        .filter(task -> task.health().equals("healthy"))
                        .count(),
                OptionalDouble.of(share),
                desired == 0 ? OptionalDouble.empty() : OptionalDouble.of(cpu),
                Optional.of(new Breaker(true, 3)),
                deployments,
                tasks,
                events);
    }
}
