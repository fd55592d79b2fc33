package slipway.ui.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import slipway.model.Colour;
import slipway.model.ServiceStatus;
import slipway.model.Tier;
import slipway.ui.Samples;
import slipway.ui.ServiceSamples;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfTask;
import slipway.ui.services.ServicesViewModel.Group;

/** Very many services, as rows for the table. */
@NullMarked
final class LargeServices {
    private LargeServices() {}

    /** As many services, {@code s0000} on, each with so many healthy tasks, {@code s0000-0} on. */
    static List<Group> groups(int services, int tasks) {
        return IntStream.range(0, services)
                .mapToObj(number -> group("s%04d".formatted(number), tasks))
                .toList();
    }

    private static Group group(String name, int tasks) {
        List<RowValues> rows = new ArrayList<>();
        for (int number = 0; number < tasks; number++) {
            rows.add(new OfTask(
                    ServiceSamples.task(name + "-" + number, "healthy", "10.0." + number + ".7", "3f2c1ab"),
                    name,
                    Optional.of(Colour.BLUE),
                    true,
                    false));
        }
        var service = new ServiceStatus(
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
                OptionalDouble.of(31),
                Optional.empty(),
                List.of(ServiceSamples.deployment("PRIMARY", "COMPLETED", tasks, "3f2c1ab")),
                List.of(),
                List.of());
        return new Group(new OfService(service, name, false, OptionalLong.empty(), false), rows);
    }
}
