package slipway.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.NullMarked;
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
}
