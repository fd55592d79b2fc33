package slipway.cli;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.BalancerStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.EnvironmentStatus.Interrupted;
import slipway.model.EnvironmentStatus.RedisStatus;
import slipway.model.EnvironmentStatus.StackStatus;
import slipway.model.EnvironmentStatus.TaskStatus;

/**
 * An environment's status as JSON, for {@code status --output json}. Instants are ISO 8601 in UTC, of the target's clock.
 *
 * @param url where the application answers; null while no stack offers it
 * @param interrupted a deployment whose runner is gone: finishedStacks, plannedStacks, began; null when there is none
 * @param stacks name, AWS's status and reason, when it last changed
 * @param services one entry per tier and colour, green ones at rest included
 * @param redis service, desired, running, image; null before it exists
 * @param volume the file system; null before it exists
 */
record StatusDocument(
        String environment,
        @Nullable String url,
        @Nullable Interrupted interrupted,
        List<StackStatus> stacks,
        List<BalancerStatus> balancers,
        List<Service> services,
        @Nullable RedisStatus redis,
        @Nullable Volume volume,
        Instant readAt) {

    /**
     * @param tier client or api
     * @param colour blue or green
     * @param image the tag; empty when the colour has none
     * @param deployed since when its primary deployment runs; null when none does
     * @param healthy tasks that the balancer finds healthy
     * @param weight the live rule's, 0 to 999
     * @param share of the tier's requests, 0 to 1
     * @param minimum autoscaling's lower bound
     * @param maximum autoscaling's upper bound
     * @param cpuPercent the newest average; null when none is known
     */
    record Service(
            String tier,
            String colour,
            String service,
            String image,
            @Nullable Instant deployed,
            int desired,
            int running,
            int pending,
            int healthy,
            int weight,
            double share,
            int minimum,
            int maximum,
            @Nullable Double cpuPercent,
            List<TaskStatus> tasks) {}

    /** @param bytes what it holds; null while nobody has measured it */
    record Volume(String fileSystemId, @Nullable Long bytes) {}

    static StatusDocument of(EnvironmentStatus status) {
        return new StatusDocument(
                status.environment().value(),
                status.url().orElse(null),
                status.interrupted().orElse(null),
                status.stacks(),
                status.balancers(),
                status.colours().stream().map(StatusDocument::service).toList(),
                status.redis().orElse(null),
                status.volume()
                        .map(volume -> new Volume(volume.fileSystemId(), value(volume.bytes())))
                        .orElse(null),
                status.readAt());
    }

    private static Service service(ColourStatus colour) {
        return new Service(
                colour.tier().label(),
                colour.colour().label(),
                colour.service(),
                colour.image(),
                colour.deployed(),
                colour.desired(),
                colour.running(),
                colour.pending(),
                colour.healthy(),
                colour.weight(),
                colour.share(),
                colour.minimum(),
                colour.maximum(),
                value(colour.cpuPercent()),
                colour.tasks());
    }

    private static @Nullable Double value(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static @Nullable Long value(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
