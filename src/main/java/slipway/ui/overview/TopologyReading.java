package slipway.ui.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.EnvironmentStatus.BalancerStatus;
import slipway.model.EnvironmentStatus.ColourStatus;
import slipway.model.EnvironmentStatus.TaskStatus;
import slipway.model.ResourceState;
import slipway.model.Tier;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.TaskShapes;
import slipway.ui.controls.Topology;
import slipway.ui.controls.Topology.Stage;

/** Turns what was read of an environment, and what a deployment is doing to it, into the picture's values. */
final class TopologyReading {
    private static final int MOST_SHAPES = 8;

    private final @Nullable EnvironmentStatus status;
    private final @Nullable DeployProgress progress;
    private final @Nullable DeployPlan outline;

    /**
     * @param progress a deployment under way; null when none is
     * @param outline what a first deployment builds; null while unknown
     */
    TopologyReading(
            @Nullable EnvironmentStatus status, @Nullable DeployProgress progress, @Nullable DeployPlan outline) {
        this.status = status;
        this.progress = progress;
        this.outline = outline;
    }

    Topology read() {
        List<Topology.Deployment> deployments = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            for (Colour colour : Colour.values()) {
                deployments.add(deployment(tier, colour));
            }
        }
        boolean open = balancer(false).isPresent()
                && deployments.stream()
                        .anyMatch(each ->
                                each.tier() == Tier.CLIENT && each.share().orElse(0) > 0 && !each.hollow());
        return new Topology(publicBalancer(), internalBalancer(), deployments, redis(), volume(), open);
    }

    private Topology.Box publicBalancer() {
        return balancer(false)
                .map(found -> new Topology.Box(
                        "platform", stage("platform"), "", address(found.address()), OptionalInt.empty()))
                .orElseGet(() -> planned("platform", List.of("the only", "way in"), OptionalInt.of(2)));
    }

    private Topology.Box internalBalancer() {
        return balancer(true)
                .map(found -> new Topology.Box(
                        "platform", stage("platform"), "", address(found.address()), OptionalInt.empty()))
                .orElseGet(() -> planned("platform", List.of("only the client", "may call it"), OptionalInt.of(2)));
    }

    private Topology.Box redis() {
        if (status == null || status.redis().isEmpty()) {
            return planned("data", List.of("one writer"), OptionalInt.of(3));
        }
        var redis = status.redis().get();
        Stage stage = stage("data");
        return new Topology.Box(
                "data",
                stage == Stage.LIVE && redis.running() < redis.desired() ? Stage.WORKING : stage,
                redis.running() + "/" + redis.desired() + " running",
                List.of(shortImage(redis.image())),
                OptionalInt.empty());
    }

    private Topology.Box volume() {
        if (status == null || status.volume().isEmpty()) {
            return planned("data", List.of("keeps the sum"), OptionalInt.of(3));
        }
        OptionalLong bytes = status.volume().get().bytes();
        return new Topology.Box(
                "data",
                Stage.LIVE,
                bytes.isEmpty() ? "" : bytes.getAsLong() == 0 ? "empty" : Phrases.bytes(bytes.getAsLong()),
                List.of("kept on delete"),
                OptionalInt.empty());
    }

    private Topology.Deployment deployment(Tier tier, Colour colour) {
        Optional<ColourStatus> found = status == null
                ? Optional.empty()
                : status.colours().stream()
                        .filter(each -> each.tier() == tier && each.colour() == colour)
                        .findFirst();
        return found.map(this::existing).orElseGet(() -> coming(tier, colour));
    }

    private Topology.Deployment coming(Tier tier, Colour colour) {
        boolean blue = colour == Colour.BLUE;
        String version =
                outline == null || outline.version().isEmpty() ? "" : "version " + Phrases.version(outline.version());
        Stage stage = movingOr("" + tier.label() + "-" + colour.label(), Stage.PLANNED);
        return new Topology.Deployment(
                tier,
                colour,
                stage,
                "",
                "",
                "",
                blue ? (version.isEmpty() ? "starts first" : version) : "empty",
                List.of(),
                StateIcon.State.IDLE,
                blue ? "takes 100 % at first" : "waits for a release",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                status == null || status.stacks().isEmpty() ? OptionalInt.of(5) : OptionalInt.empty());
    }

    private Topology.Deployment existing(ColourStatus colour) {
        boolean empty = colour.image().isEmpty() && colour.desired() == 0;
        Stage stage = movingOr(colour.tier().label() + "-" + colour.colour().label(), empty ? Stage.EMPTY : Stage.LIVE);
        long unhealthy = count(colour, "unhealthy");
        Note note = empty ? new Note(StateIcon.State.IDLE, "ready for a release") : note(colour, unhealthy);
        return new Topology.Deployment(
                colour.tier(),
                colour.colour(),
                stage,
                empty ? "" : Phrases.version(colour.image()),
                empty ? "no version" : age(colour),
                colour.healthy() + "/" + colour.desired(),
                empty ? "tasks" : "healthy",
                tasks(colour),
                note.state(),
                note.words(),
                OptionalDouble.of(colour.share()),
                colour.cpuPercent(),
                OptionalInt.empty());
    }

    private record Note(StateIcon.State state, String words) {}

    private static Note note(ColourStatus colour, long unhealthy) {
        if (unhealthy > 0) {
            return new Note(StateIcon.State.WARNING, unhealthy + " not healthy");
        }
        int starting = colour.desired() - colour.healthy();
        if (starting > 0) {
            return new Note(StateIcon.State.WORKING, starting + " starting");
        }
        if (colour.running() > colour.desired()) {
            return new Note(StateIcon.State.WORKING, colour.running() - colour.desired() + " leaving");
        }
        if (colour.desired() == 0) {
            return new Note(StateIcon.State.IDLE, "no tasks wanted");
        }
        return new Note(
                StateIcon.State.HEALTHY,
                colour.minimum() == colour.maximum()
                        ? "fixed at " + Phrases.count(colour.desired(), "task")
                        : colour.minimum() + " to " + colour.maximum() + " tasks");
    }

    private static List<TaskShapes.Task> tasks(ColourStatus colour) {
        List<TaskShapes.Task> shapes = new ArrayList<>();
        for (TaskStatus task : colour.tasks()) {
            shapes.add(
                    switch (task.health()) {
                        case "healthy" -> TaskShapes.Task.HEALTHY;
                        case "unhealthy" -> TaskShapes.Task.UNHEALTHY;
                        case "draining" -> TaskShapes.Task.DRAINING;
                        default -> TaskShapes.Task.STARTING;
                    });
        }
        while (shapes.size() < colour.desired()) {
            shapes.add(TaskShapes.Task.STARTING);
        }
        while (shapes.size() < colour.maximum()) {
            shapes.add(TaskShapes.Task.ROOM);
        }
        shapes.sort(null);
        return shapes.size() > MOST_SHAPES ? List.copyOf(shapes.subList(0, MOST_SHAPES)) : List.copyOf(shapes);
    }

    private static long count(ColourStatus colour, String health) {
        return colour.tasks().stream()
                .filter(task -> task.health().equals(health))
                .count();
    }

    private String age(ColourStatus colour) {
        Instant deployed = colour.deployed();
        return deployed == null || status == null ? "" : Phrases.span(Duration.between(deployed, status.readAt()));
    }

    private Optional<BalancerStatus> balancer(boolean internal) {
        return status == null
                ? Optional.empty()
                : status.balancers().stream()
                        .filter(each -> each.internal() == internal)
                        .findFirst();
    }

    private Topology.Box planned(String stack, List<String> lines, OptionalInt step) {
        boolean first = status == null || status.stacks().isEmpty();
        return new Topology.Box(stack, movingOr(stack, Stage.PLANNED), "", lines, first ? step : OptionalInt.empty());
    }

    private Stage stage(String stack) {
        return movingOr(stack, Stage.LIVE);
    }

    /** What a deployment under way does to a stack, or what it is without one. */
    private Stage movingOr(String suffix, Stage otherwise) {
        if (progress == null) {
            return otherwise;
        }
        String name = progress.plan().environment().stack(suffix);
        return progress.stacks().stream()
                .filter(each -> each.plan().name().equals(name))
                .findFirst()
                .map(each -> during(each.state(), otherwise))
                .orElse(otherwise);
    }

    private static Stage during(ResourceState state, Stage otherwise) {
        return switch (state) {
            case IN_PROGRESS, ROLLING_BACK -> Stage.WORKING;
            case FAILED, ROLLED_BACK -> Stage.FAILED;
            case WAITING, COMPLETE, DELETED -> otherwise;
        };
    }

    /** A local balancer's address has a port of its own; in AWS it is a long name, and the port is the listener's. */
    private static List<String> address(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0
                ? List.of("port 80")
                : List.of(address.substring(0, colon), "port " + address.substring(colon + 1));
    }

    /** The tag says the version; the repository is Redis's own. */
    private static String shortImage(String image) {
        String tag = image.substring(image.lastIndexOf(':') + 1);
        return tag.isEmpty() ? "no image" : tag;
    }
}
