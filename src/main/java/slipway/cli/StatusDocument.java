package slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.BalancerStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.EnvironmentStatus.Interrupted;
import slipway.model.EnvironmentStatus.StackStatus;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.Exposure;
import slipway.model.Failure;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.StoppedTask;
import slipway.model.Tier;
import slipway.model.TrafficLedger;
import slipway.model.WayOut;

/**
 * An environment's status as JSON, for {@code status --output json}. Instants are ISO 8601 in UTC, of the target's clock.
 *
 * @param url where the application answers; null while no stack offers it
 * @param interrupted a deployment whose runner is gone: finishedStacks, plannedStacks, began; null when there is none
 * @param failure why the last deployment failed, as in deploy's document; null when it succeeded
 * @param stacks name, AWS's status and reason, when it last changed
 * @param stuck stacks that do not leave their state by themselves, with the way out
 * @param services one entry per tier and colour, green ones at rest included
 * @param weights how the traffic stack's parameters stand to the live rules, by tier; empty before there are rules
 * @param releases each tier's newest release, and what to do about the tier; empty before there are rules
 * @param redis null before it exists
 * @param others services of the environment's cluster that no stack of Slipway made
 * @param exposure who can be reached from the internet; null when nothing is deployed, or when it may not be read
 * @param stopped the tasks that stopped within the last hour, newest first
 * @param unread what may not be read: part, permission (empty when the service did not name it), message
 * @param volume the file system; null before it exists
 */
record StatusDocument(
        String environment,
        @Nullable String url,
        @Nullable Interrupted interrupted,
        @Nullable FailureChainDocument failure,
        List<StackStatus> stacks,
        List<StuckStack> stuck,
        List<BalancerStatus> balancers,
        List<Service> services,
        List<TrafficDocument.TierLedger> weights,
        List<ReleaseDocument.OfTier> releases,
        @Nullable Untiered redis,
        List<Untiered> others,
        @Nullable Volume volume,
        @Nullable Reachable exposure,
        List<Stopped> stopped,
        List<Unread> unread,
        Instant readAt) {

    private static final Duration STOPPED_SHOWN = Duration.ofHours(1);

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
            List<Task> tasks) {}

    /** A service that is not released blue and green. */
    record Untiered(String service, int desired, int running, String image, List<Task> tasks) {}

    /**
     * @param version the image's tag; empty when unknown
     * @param health the balancer's word, with its reason; empty when nobody judges
     * @param port where its container listens; 0 while unknown
     * @param started when it reached RUNNING; null before
     * @param stopping why it is on its way out; null while it shall run
     * @param restarts how often its containers were started again in place; null while nobody has counted
     */
    record Task(
            String id,
            String version,
            String revision,
            String lastStatus,
            String health,
            String healthReason,
            String address,
            int port,
            @Nullable Instant started,
            @Nullable String stopping,
            @Nullable Double cpuPercent,
            @Nullable Long memoryBytes,
            @Nullable Integer restarts) {}

    /**
     * @param service empty for a task of its own
     * @param started null when it never ran
     * @param stopCode AWS's, such as {@code EssentialContainerExited}
     */
    record Stopped(
            String id,
            String service,
            String version,
            String revision,
            @Nullable Instant started,
            Instant stopped,
            String stopCode,
            String reason,
            List<Exit> containers) {}

    /** @param exitCode null when the container never ran */
    record Exit(String name, @Nullable Integer exitCode, String reason) {}

    record Unread(String part, String permission, String message) {}

    /**
     * @param cause what failed, in AWS's words; may be empty
     * @param kind recreate, delete_again, continue_rollback, roll_back or wait
     * @param resources what may be skipped or left behind
     * @param safe whether deploy does it without being asked
     * @param command what does it
     * @param otherCommand what does it and leaves the resources alone; null where that cannot be done
     */
    record StuckStack(
            String stack,
            String status,
            String cause,
            String kind,
            List<String> resources,
            boolean safe,
            String sentence,
            String command,
            @Nullable String otherCommand) {}

    /** @param bytes what it holds; null while nobody has measured it */
    record Volume(String fileSystemId, @Nullable Long bytes) {}

    /** @param wrong whether any part is open that should not be */
    record Reachable(boolean wrong, int rulesRead, List<Part> parts) {}

    /**
     * @param reach yes, no, guarded or unknown
     * @param rules what opens it although it should not be: stack, logicalId, property, value
     */
    record Part(String name, boolean intended, String reach, boolean wrong, String words, List<Exposure.Rule> rules) {}

    /** @param options what a proposed command must repeat, each option after a space */
    static StatusDocument of(
            EnvironmentStatus status,
            List<WayOut> waysOut,
            Map<Tier, TrafficLedger> ledger,
            List<TierRelease> releases,
            Optional<Exposure> exposure,
            String options) {
        return new StatusDocument(
                status.environment().value(),
                status.url().orElse(null),
                status.interrupted().orElse(null),
                status.failure().map(FailureChainDocument::of).orElse(null),
                status.stacks(),
                waysOut.stream().map(way -> stuck(way, options)).toList(),
                status.balancers(),
                status.colours().stream()
                        .map(colour -> service(colour, tasks(status, colour.service())))
                        .toList(),
                ledger.entrySet().stream()
                        .map(tier -> TrafficDocument.TierLedger.of(tier.getKey(), tier.getValue()))
                        .toList(),
                releases.stream()
                        .map(tier -> ReleaseDocument.OfTier.of(tier, options))
                        .toList(),
                status.redis()
                        .map(redis -> new Untiered(
                                redis.service(),
                                redis.desired(),
                                redis.running(),
                                redis.image(),
                                tasks(status, redis.service())))
                        .orElse(null),
                status.services().stream()
                        .filter(service -> service.tier().isEmpty()
                                && status.redis()
                                        .filter(redis -> redis.service().equals(service.name()))
                                        .isEmpty())
                        .map(service -> new Untiered(
                                service.name(),
                                service.desired(),
                                service.running(),
                                service.image(),
                                tasks(status, service.name())))
                        .toList(),
                status.volume()
                        .map(volume -> new Volume(volume.fileSystemId(), value(volume.bytes())))
                        .orElse(null),
                exposure.map(StatusDocument::reachable).orElse(null),
                status.stoppedWithin(STOPPED_SHOWN).stream()
                        .map(StatusDocument::stopped)
                        .toList(),
                status.unread().stream().map(StatusDocument::unread).toList(),
                status.readAt());
    }

    private static Reachable reachable(Exposure exposure) {
        return new Reachable(
                exposure.wrong(),
                exposure.rulesRead(),
                exposure.parts().stream()
                        .map(part -> new Part(
                                part.name(),
                                part.intended(),
                                part.reach().name().toLowerCase(Locale.ROOT),
                                part.wrong(),
                                part.words(),
                                part.rules()))
                        .toList());
    }

    private static StuckStack stuck(WayOut way, String options) {
        return new StuckStack(
                way.stack(),
                way.status(),
                way.cause(),
                way.kind().name().toLowerCase(Locale.ROOT),
                way.resources(),
                way.safe(),
                way.sentence(),
                "slipway " + way.command() + options,
                way.otherCommand().map(words -> "slipway " + words + options).orElse(null));
    }

    private static List<Task> tasks(EnvironmentStatus status, String service) {
        return status.services().stream()
                .filter(each -> each.name().equals(service))
                .flatMap(each -> each.tasks().stream())
                .map(StatusDocument::task)
                .toList();
    }

    private static Service service(ColourStatus colour, List<Task> tasks) {
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
                tasks);
    }

    private static Task task(TaskStatus task) {
        return new Task(
                task.id(),
                task.image(),
                task.revision(),
                task.lastStatus(),
                task.health(),
                task.healthReason(),
                task.address(),
                task.port(),
                task.started(),
                task.stopping().orElse(null),
                value(task.gauges().cpuPercent()),
                value(task.gauges().memoryBytes()),
                value(task.gauges().restarts()));
    }

    static Stopped stopped(StoppedTask task) {
        return new Stopped(
                task.id(),
                task.service(),
                task.image(),
                task.revision(),
                task.started(),
                task.stopped(),
                task.stopCode(),
                task.reason(),
                task.containers().stream()
                        .map(exit -> new Exit(exit.name(), value(exit.exitCode()), exit.reason()))
                        .toList());
    }

    private static Unread unread(EnvironmentStatus.Unread part) {
        String permission = part.failure() instanceof Failure.Denied denied ? denied.permission() : "";
        return new Unread(part.part(), permission, part.failure().message());
    }

    private static @Nullable Double value(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static @Nullable Integer value(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static @Nullable Long value(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
