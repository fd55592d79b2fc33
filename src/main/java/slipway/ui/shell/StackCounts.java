package slipway.ui.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.FailureChain;
import slipway.model.ResourceState;
import slipway.model.WayOut;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.workspace.Operation;

/** Counts of stacks and resources, in the words of the window's frame. */
final class StackCounts {
    private StackCounts() {}

    static ShellViewModel.Summary summary(EnvironmentStatus status) {
        int all = status.stacks().size();
        if (all == 0) {
            return new ShellViewModel.Summary(StateIcon.State.IDLE, "nothing deployed");
        }
        if (status.interrupted().isPresent()) {
            var interrupted = status.interrupted().get();
            return new ShellViewModel.Summary(
                    StateIcon.State.WARNING,
                    "interrupted after " + interrupted.finishedStacks() + " of "
                            + Phrases.count(interrupted.plannedStacks(), "stack"));
        }
        long troubled = status.stacks().stream()
                .filter(stack ->
                        stack.status().contains("ROLLBACK") || stack.status().endsWith("_FAILED"))
                .count();
        if (troubled > 0) {
            return new ShellViewModel.Summary(
                    StateIcon.State.FAILED, troubled + " of " + Phrases.count(all, "stack") + " failed or rolled back");
        }
        long moving = status.stacks().stream()
                .filter(stack -> stack.status().endsWith("_IN_PROGRESS"))
                .count();
        return moving > 0
                ? new ShellViewModel.Summary(
                        StateIcon.State.WORKING, moving + " of " + Phrases.count(all, "stack") + " in progress")
                : new ShellViewModel.Summary(StateIcon.State.HEALTHY, Phrases.count(all, "stack") + " complete");
    }

    static ShellViewModel.Activity interrupted(EnvironmentStatus.Interrupted left) {
        return new ShellViewModel.Activity(
                StateIcon.State.WARNING,
                "Interrupted",
                "after " + left.finishedStacks() + " of " + Phrases.count(left.plannedStacks(), "stack")
                        + "; Continue completes it",
                Optional.empty(),
                "");
    }

    static ShellViewModel.Activity stuck(List<WayOut> waysOut) {
        return new ShellViewModel.Activity(
                StateIcon.State.FAILED,
                "Stuck",
                waysOut.stream()
                        .filter(WayOut::blocks)
                        .map(way -> way.stack() + " " + way.status())
                        .collect(Collectors.joining(", ")),
                Optional.empty(),
                "");
    }

    static String underWay(DeployProgress progress) {
        return done(progress) + " of " + Phrases.count(progress.stacks().size(), "stack");
    }

    static ShellViewModel.Activity activity(Operation operation, DeployProgress progress) {
        String name = progress.plan().environment().value();
        long total = progress.stacks().stream()
                .mapToLong(stack -> Math.max(1, stack.resources().size()))
                .sum();
        long completed = completed(progress);
        Operation.Kind kind = operation.kindProperty().get();
        String took = Phrases.stopwatch(Duration.between(progress.started(), progress.updated()));
        return switch (progress.phase()) {
            case PLANNING, RUNNING, CANCELLING ->
                new ShellViewModel.Activity(
                        StateIcon.State.WORKING,
                        (operation.cancelling() ? "Cancelling" : doing(kind)) + " " + name,
                        completed + " of " + Phrases.count(total, "resource"),
                        Optional.of(total == 0 ? 0.0 : (double) completed / total),
                        progress.now());
            case SUCCEEDED ->
                new ShellViewModel.Activity(
                        StateIcon.State.HEALTHY, done(kind) + " " + name, "in " + took, Optional.empty(), "");
            case FAILED ->
                new ShellViewModel.Activity(
                        StateIcon.State.FAILED,
                        failed(kind),
                        progress.failure().map(FailureChain::cause).orElse(""),
                        Optional.empty(),
                        "");
            case CANCELLED ->
                new ShellViewModel.Activity(
                        StateIcon.State.IDLE,
                        "Cancelled",
                        "after " + done(progress) + " of "
                                + Phrases.count(progress.stacks().size(), "stack"),
                        Optional.empty(),
                        "");
        };
    }

    private static String doing(Operation.Kind kind) {
        return switch (kind) {
            case DEPLOY, CANCEL_UPDATES -> "Deploying";
            case DELETE, DELETE_CREATED -> "Deleting";
            case REPAIR -> "Repairing";
        };
    }

    private static String done(Operation.Kind kind) {
        return switch (kind) {
            case DEPLOY, CANCEL_UPDATES -> "Deployed";
            case DELETE, DELETE_CREATED -> "Deleted";
            case REPAIR -> "Repaired";
        };
    }

    private static String failed(Operation.Kind kind) {
        return switch (kind) {
            case DEPLOY, CANCEL_UPDATES -> "Deployment failed";
            case DELETE, DELETE_CREATED -> "Deletion failed";
            case REPAIR -> "Repair failed";
        };
    }

    private static long done(DeployProgress progress) {
        return progress.stacks().stream()
                .filter(stack -> stack.state() == ResourceState.COMPLETE || stack.state() == ResourceState.DELETED)
                .count();
    }

    private static long completed(DeployProgress progress) {
        return progress.stacks().stream()
                .flatMap(stack -> stack.resources().stream())
                .filter(resource ->
                        resource.state() == ResourceState.COMPLETE || resource.state() == ResourceState.DELETED)
                .count();
    }
}
