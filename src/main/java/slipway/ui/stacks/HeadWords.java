package slipway.ui.stacks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.FailureChain;
import slipway.ui.controls.Phrases;
import slipway.ui.stacks.StacksViewModel.Head;
import slipway.ui.stacks.StacksViewModel.Mode;
import slipway.ui.workspace.Operation;
import slipway.ui.workspace.Workspace;

/** The sentence at the top of the panel. */
final class HeadWords {
    private HeadWords() {}

    static Head of(Mode mode, Workspace workspace, @Nullable DeployProgress progress) {
        String name = workspace.environmentProperty().get().value();
        String where = workspace.targetProperty().get().local()
                ? "this machine"
                : workspace.targetProperty().get().label();
        Operation.Kind kind = workspace.operation().kindProperty().get();
        return switch (mode) {
            case READING -> new Head("Reading " + name, "");
            case PLANNED -> planned(workspace.outlineProperty().get(), name, where);
            case IDLE -> idle(workspace.statusProperty().get(), name, where);
            case PREPARING -> new Head("Making the plan for " + name, "Nothing is written before it is made.");
            case RUNNING ->
                new Head(
                        (workspace.operation().cancelling() ? "Cancelling, " : "") + doing(kind) + " " + name,
                        workspace.operation().cancelling()
                                ? "No further stack starts; those under way finish."
                                : "on " + where);
            case SUCCEEDED ->
                new Head(done(kind) + " " + name, progress == null ? "" : "on " + where + ", in " + took(progress));
            case FAILED -> new Head(failed(kind), progress == null ? "" : fallen(progress));
            case CANCELLED -> new Head("Cancelled", progress == null ? "" : left(progress));
            case REFUSED -> new Head("Nothing was written", "The plan for " + name + " could not be made.");
        };
    }

    private static Head planned(@Nullable DeployPlan outline, String name, String where) {
        return outline == null
                ? new Head("Nothing is deployed", "")
                : new Head(
                        "What Deploy builds",
                        Phrases.count(outline.stacks().size(), "stack") + " with "
                                + Phrases.count(outline.resourceCount(), "resource") + " for " + name + " on " + where);
    }

    private static Head idle(@Nullable EnvironmentStatus status, String name, String where) {
        if (status == null) {
            return new Head(name, "");
        }
        if (status.interrupted().isPresent()) {
            var interrupted = status.interrupted().get();
            return new Head(
                    "Interrupted after " + interrupted.finishedStacks() + " of "
                            + Phrases.count(interrupted.plannedStacks(), "stack"),
                    "The deployment that began " + Phrases.clock(interrupted.began())
                            + " has no runner any more. Continue" + " completes it.");
        }
        if (status.failure().isPresent()) {
            FailureChain failure = status.failure().get();
            String stack = failure.stackName();
            return new Head(
                    "The last deployment failed", (stack.isEmpty() ? "" : stack + ", ") + Phrases.clock(failure.at()));
        }
        return new Head(
                Phrases.count(status.stacks().size(), "stack") + " of " + name,
                "on " + where
                        + (status.url().isPresent()
                                ? ", answering at " + status.url().get()
                                : ""));
    }

    private static String doing(Operation.Kind kind) {
        return switch (kind) {
            case DEPLOY -> "Deploying";
            case DELETE -> "Deleting";
            case CANCEL_UPDATES -> "Taking back updates of";
            case DELETE_CREATED -> "Deleting what was created for";
            case REPAIR -> "Repairing";
        };
    }

    private static String done(Operation.Kind kind) {
        return switch (kind) {
            case DEPLOY -> "Deployed";
            case DELETE, DELETE_CREATED -> "Deleted";
            case CANCEL_UPDATES -> "Took back the updates of";
            case REPAIR -> "Repaired";
        };
    }

    private static String failed(Operation.Kind kind) {
        return switch (kind) {
            case DEPLOY -> "Deployment failed";
            case DELETE, DELETE_CREATED -> "Deletion failed";
            case CANCEL_UPDATES -> "Taking back failed";
            case REPAIR -> "Repair failed";
        };
    }

    private static String fallen(DeployProgress progress) {
        String stack = progress.failure().map(FailureChain::stackName).orElse("");
        String after = "after " + took(progress);
        return stack.isEmpty() ? after : stack + ", " + after;
    }

    private static String left(DeployProgress progress) {
        long done = progress.stacks().stream()
                .filter(stack -> LaneReading.ended(stack.state()))
                .count();
        return "after " + done + " of " + Phrases.count(progress.stacks().size(), "stack")
                + "; what was under way finishes by itself";
    }

    private static String took(DeployProgress progress) {
        return Phrases.stopwatch(Duration.between(progress.started(), progress.updated()));
    }
}
