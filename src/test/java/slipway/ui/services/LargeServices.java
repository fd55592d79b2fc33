package slipway.ui.services;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import slipway.model.Colour;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.ServiceStatus;
import slipway.model.TaskGauges;
import slipway.model.Tier;
import slipway.ui.Samples;
import slipway.ui.ServiceSamples;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfTask;
import slipway.ui.services.ServicesViewModel.Group;

/** Very many services, {@code s0000} on, each with so many healthy tasks, {@code s0000-0} on. */
@NullMarked
final class LargeServices {
    private LargeServices() {}

    /** As rows of the table. */
    static List<Group> groups(int services, int tasks) {
        return services(services, tasks, 31).stream()
                .map(service -> new Group(
                        new OfService(service, service.name(), false, OptionalLong.empty(), false),
                        service.tasks().stream()
                                .<RowValues>map(task -> new OfTask(task, service.name(), service.colour(), true, false))
                                .toList()))
                .toList();
    }

    /** As a reading, in which every task uses so much CPU. */
    static EnvironmentStatus status(int services, int tasks, double cpu) {
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
                services(services, tasks, cpu),
                List.of(),
                List.of(),
                List.of(),
                status.readAt());
    }

    private static List<ServiceStatus> services(int services, int tasks, double cpu) {
        return IntStream.range(0, services)
                .mapToObj(number -> service("s%04d".formatted(number), tasks, cpu))
                .toList();
    }

    private static ServiceStatus service(String name, int tasks, double cpu) {
        return new ServiceStatus(
                name,
                Optional.of(Tier.API),
                Optional.of(Colour.BLUE),
                "3f2c1ab",
                Samples.at(0),
                tasks,
                tasks,
                0,
                true,
                tasks,
                OptionalDouble.of(1),
                OptionalDouble.of(cpu),
                Optional.empty(),
                List.of(ServiceSamples.deployment("PRIMARY", "COMPLETED", tasks, "3f2c1ab")),
                IntStream.range(0, tasks)
                        .mapToObj(number -> task(name + "-" + number, "10.0." + number + ".7", cpu))
                        .toList(),
                List.of());
    }

    private static TaskStatus task(String id, String address, double cpu) {
        return new TaskStatus(
                id,
                "RUNNING",
                "healthy",
                "",
                address,
                4567,
                "dev-api-blue:41",
                "3f2c1ab",
                512L << 20,
                Samples.at(60),
                Samples.at(65),
                Optional.empty(),
                new TaskGauges(OptionalDouble.of(cpu), OptionalLong.of(84_000_000), OptionalInt.of(0)));
    }
}
