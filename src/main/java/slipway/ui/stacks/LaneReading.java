package slipway.ui.stacks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.ResourceProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.ResourcePlan;
import slipway.model.ResourceState;
import slipway.model.StackPlan;
import slipway.ui.controls.Lane;
import slipway.ui.controls.Lane.Bar;
import slipway.ui.controls.Lane.Kind;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.SegmentBar;
import slipway.ui.controls.SegmentBar.Segment;
import slipway.ui.controls.StateIcon;

/** Turns plans, progresses and what was read of stacks into rows with lanes. */
final class LaneReading {
    private LaneReading() {}

    static List<Lane> of(DeployPlan plan) {
        List<Lane> lanes = new ArrayList<>();
        for (StackPlan stack : plan.stacks()) {
            List<Lane> children = new ArrayList<>();
            for (ResourcePlan resource : stack.resources()) {
                children.add(still(
                        stack.name() + "/" + resource.logicalId(),
                        StateIcon.State.WAITING,
                        false,
                        resource.logicalId(),
                        resource.description(),
                        "",
                        resource.type(),
                        List.of()));
            }
            lanes.add(still(
                    stack.name(),
                    StateIcon.State.IDLE,
                    true,
                    stack.name(),
                    stack.subtitle(),
                    verb(stack.action()) + Phrases.count(stack.resources().size(), "resource"),
                    stack.waitsFor().isEmpty() ? "" : "after " + String.join(", ", stack.waitsFor()),
                    children));
        }
        return lanes;
    }

    static List<Lane> of(EnvironmentStatus status, Instant now) {
        List<Lane> lanes = new ArrayList<>();
        for (EnvironmentStatus.StackStatus stack : status.stacks()) {
            boolean bad = stack.status().contains("FAILED") || stack.status().contains("ROLLBACK");
            StateIcon.State icon = bad
                    ? StateIcon.State.FAILED
                    : stack.status().endsWith("_IN_PROGRESS") ? StateIcon.State.WORKING : StateIcon.State.HEALTHY;
            lanes.add(new Lane(
                    stack.name(),
                    icon,
                    true,
                    bad,
                    stack.name(),
                    stack.reason(),
                    stack.status(),
                    "changed " + Phrases.clock(stack.changed()) + ", "
                            + Phrases.ago(Duration.between(stack.changed(), now)),
                    List.of(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    false,
                    List.of()));
        }
        return lanes;
    }

    static List<Lane> of(DeployProgress progress) {
        return progress.stacks().stream().map(stack -> lane(progress, stack)).toList();
    }

    static List<Segment> segments(DeployProgress progress) {
        String prefix = progress.plan().environment().value() + "-";
        List<Segment> segments = new ArrayList<>();
        for (StackProgress stack : progress.stacks()) {
            int count = stack.resources().size();
            long done = stack.resources().stream()
                    .filter(resource -> ended(resource.state()))
                    .count();
            boolean whole = ended(stack.state());
            SegmentBar.Fill fill = switch (stack.state()) {
                case FAILED -> SegmentBar.Fill.FAILED;
                case ROLLING_BACK, ROLLED_BACK -> SegmentBar.Fill.ROLLBACK;
                case COMPLETE, DELETED -> SegmentBar.Fill.DONE;
                case WAITING, IN_PROGRESS -> SegmentBar.Fill.RUNNING;
            };
            boolean troubled = fill == SegmentBar.Fill.FAILED || fill == SegmentBar.Fill.ROLLBACK;
            String name = stack.plan().name();
            segments.add(new Segment(
                    name.startsWith(prefix) ? name.substring(prefix.length()) : name,
                    stack.state() == ResourceState.IN_PROGRESS ? done + "/" + count : "",
                    Math.max(1, count),
                    whole || troubled ? 1 : count == 0 ? 0 : (double) done / count,
                    fill));
        }
        return segments;
    }

    static double seconds(DeployProgress progress, Instant instant) {
        return Duration.between(progress.started(), instant).toMillis() / 1000.0;
    }

    private static Lane lane(DeployProgress progress, StackProgress stack) {
        List<Lane> children = stack.resources().stream()
                .map(resource -> lane(progress, stack, resource))
                .toList();
        boolean trouble = troubled(stack.state());
        return new Lane(
                stack.plan().name(),
                icon(stack.state()),
                true,
                false,
                stack.plan().name(),
                stack.plan().subtitle(),
                words(progress, stack),
                "",
                bars(progress, stack),
                at(progress, stack.started()),
                at(progress, stack.ended()),
                trouble || stack.state() == ResourceState.IN_PROGRESS,
                children);
    }

    private static Lane lane(DeployProgress progress, StackProgress stack, ResourceProgress resource) {
        OptionalDouble from = at(progress, resource.started());
        OptionalDouble to = at(progress, resource.ended());
        List<Bar> bars = from.isEmpty()
                ? List.of()
                : List.of(new Bar(
                        switch (resource.state()) {
                            case WAITING, IN_PROGRESS -> Kind.RUNNING;
                            case COMPLETE, DELETED -> Kind.DONE;
                            case FAILED -> Kind.FAILED;
                            case ROLLING_BACK, ROLLED_BACK -> Kind.ROLLBACK;
                        },
                        from.getAsDouble(),
                        to));
        return new Lane(
                stack.plan().name() + "/" + resource.plan().logicalId(),
                // What was put back is not to blame: only the one that failed gets the octagon.
                resource.state() == ResourceState.ROLLED_BACK ? StateIcon.State.IDLE : icon(resource.state()),
                false,
                resource.state() == ResourceState.FAILED,
                resource.plan().logicalId(),
                resource.plan().description(),
                words(stack, resource),
                "",
                bars,
                from,
                to,
                false,
                List.of());
    }

    private static List<Bar> bars(DeployProgress progress, StackProgress stack) {
        List<Bar> bars = new ArrayList<>();
        OptionalDouble from = at(progress, stack.started());
        OptionalDouble to = at(progress, stack.ended());
        if (stack.plan().action() != StackPlan.Action.NONE) {
            couldBegin(progress, stack).ifPresent(since -> {
                if (from.isEmpty() || from.getAsDouble() - since > 0.3) {
                    bars.add(new Bar(Kind.WAITING, since, from));
                }
            });
        }
        if (from.isEmpty()) {
            return bars;
        }
        switch (stack.state()) {
            case WAITING, IN_PROGRESS -> bars.add(new Bar(Kind.RUNNING, from.getAsDouble(), to));
            case COMPLETE, DELETED -> bars.add(new Bar(Kind.DONE, from.getAsDouble(), to));
            case FAILED -> bars.add(new Bar(Kind.FAILED, from.getAsDouble(), to));
            case ROLLING_BACK, ROLLED_BACK -> {
                OptionalDouble turned = stack.resources().stream()
                        .filter(resource -> resource.state() == ResourceState.FAILED)
                        .map(resource -> at(progress, resource.ended()))
                        .flatMapToDouble(OptionalDouble::stream)
                        .min();
                double turn = turned.orElse(from.getAsDouble());
                bars.add(new Bar(Kind.FAILED, from.getAsDouble(), OptionalDouble.of(turn)));
                bars.add(new Bar(Kind.ROLLBACK, turn, to));
            }
        }
        return bars;
    }

    /** When the first of the stacks that it waits for was done; absent while none is, or when it waits for none. */
    private static Optional<Double> couldBegin(DeployProgress progress, StackProgress stack) {
        return progress.stacks().stream()
                .filter(other -> stack.plan().waitsFor().contains(other.plan().name()) && ended(other.state()))
                .map(other -> at(progress, other.ended()))
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .min(Double::compare);
    }

    private static String words(DeployProgress progress, StackProgress stack) {
        int count = stack.resources().size();
        return switch (stack.state()) {
            case WAITING -> waiting(progress, stack);
            case IN_PROGRESS -> stack.completed() + " of " + count;
            case COMPLETE ->
                stack.plan().action() == StackPlan.Action.NONE || stack.started() == null
                        ? "unchanged"
                        : stack.completed() + " of " + count;
            case FAILED -> stack.status().isEmpty() ? "failed" : stack.status();
            case ROLLING_BACK -> "rolling back";
            case ROLLED_BACK -> "rolled back";
            case DELETED -> "deleted";
        };
    }

    private static String waiting(DeployProgress progress, StackProgress stack) {
        List<String> open = progress.stacks().stream()
                .filter(other -> stack.plan().waitsFor().contains(other.plan().name()) && !ended(other.state()))
                .map(other -> other.plan().name())
                .toList();
        if (open.isEmpty()) {
            return "waits";
        }
        return open.size() == 1 ? "waits for " + open.getFirst() : "waits for " + open.size() + " stacks";
    }

    private static String words(StackProgress stack, ResourceProgress resource) {
        return switch (resource.state()) {
            case WAITING -> resource.reason();
            case IN_PROGRESS -> resource.reason().isEmpty() ? resource.status() : resource.reason();
            case COMPLETE -> stack.plan().action() == StackPlan.Action.CREATE ? "created" : done(resource.status());
            case FAILED -> resource.status();
            case ROLLING_BACK -> "rolling back";
            case ROLLED_BACK -> "put back";
            case DELETED -> "deleted";
        };
    }

    private static String done(String status) {
        if (status.startsWith("UPDATE")) {
            return "updated";
        }
        return status.startsWith("CREATE") ? "created" : "unchanged";
    }

    private static OptionalDouble at(DeployProgress progress, @Nullable Instant instant) {
        return instant == null ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, seconds(progress, instant)));
    }

    static boolean ended(ResourceState state) {
        return state == ResourceState.COMPLETE || state == ResourceState.DELETED;
    }

    private static boolean troubled(ResourceState state) {
        return state == ResourceState.FAILED
                || state == ResourceState.ROLLING_BACK
                || state == ResourceState.ROLLED_BACK;
    }

    static StateIcon.State icon(ResourceState state) {
        return switch (state) {
            case WAITING -> StateIcon.State.WAITING;
            case IN_PROGRESS, ROLLING_BACK -> StateIcon.State.WORKING;
            case COMPLETE -> StateIcon.State.HEALTHY;
            case FAILED, ROLLED_BACK -> StateIcon.State.FAILED;
            case DELETED -> StateIcon.State.IDLE;
        };
    }

    private static String verb(StackPlan.Action action) {
        return switch (action) {
            case CREATE -> "";
            case UPDATE -> "update, ";
            case NONE -> "unchanged, ";
            case DELETE -> "delete, ";
        };
    }

    private static Lane still(
            String key,
            StateIcon.State icon,
            boolean strong,
            String name,
            String subtitle,
            String words,
            String note,
            List<Lane> children) {
        return new Lane(
                key,
                icon,
                strong,
                false,
                name,
                subtitle,
                words,
                note,
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                false,
                children);
    }
}
