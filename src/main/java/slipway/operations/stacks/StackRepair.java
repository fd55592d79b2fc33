package slipway.operations.stacks;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.Failure;
import slipway.model.FailureChain;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.model.WayOut;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationResponse;

/** Takes a stack's way out, and waits until the stack came to rest or the poller's cancellation was asked for. */
public final class StackRepair {
    private final Cloud cloud;
    private final StackReader reader;
    private final WaysOut waysOut;
    private final StackFollower follower;
    private final InstantSource clock;

    /** @param clock real time */
    public StackRepair(Cloud cloud, PollPace pace, Poller poller, InstantSource clock, FailureEvidence evidence) {
        this.cloud = cloud;
        this.reader = new StackReader(cloud);
        this.waysOut = new WaysOut(cloud);
        this.follower = new StackFollower(cloud, pace, poller, evidence);
        this.clock = clock;
    }

    /**
     * Takes the way out.
     *
     * @param leftAlone resources that are skipped or left behind, among those that the way out names
     * @param run begins the request's token
     * @return Deleted or Stands when it led out; Failed when the stack is stuck again
     * @throws FailureException {@code Rejected} for a resource that did not fail, and when CloudFormation refuses
     */
    public StackOutcome take(
            WayOut way, Set<String> leftAlone, StackPlan plan, String run, Consumer<StackProgress> progress) {
        refuseOthers(way, leftAlone);
        var track = new StackTrack(plan, clock);
        Optional<StackSnapshot> found = reader.find(way.stack());
        if (found.isEmpty()) {
            track.deleted();
            progress.accept(track.snapshot());
            return new StackOutcome.Deleted();
        }
        StackSnapshot stack = found.get();
        if (!stack.status().equals(way.status())) {
            throw new FailureException(new Failure.Rejected(
                    way.stack() + " is " + stack.status() + " by now, no longer " + way.status() + ": look again.",
                    ""));
        }
        Optional<String> end;
        if (way.kind() == WayOut.Kind.WAIT) {
            end = follower.join(stack, track, progress, "").map(StackFollower.Joined::status);
        } else {
            var events = new StackEvents(cloud.cloudFormation(), stack.id());
            events.skipOlderOperations(false);
            track.begin(begins(way.kind()));
            progress.accept(track.snapshot());
            Failures.translatedRun(deed(way), () -> request(way, stack, leftAlone, token(run)));
            end = follower.follow(stack.id(), events, track, progress);
        }
        return end.isEmpty() ? new StackOutcome.Left() : outcome(way, end.get(), track, progress);
    }

    private static void refuseOthers(WayOut way, Set<String> leftAlone) {
        Set<String> others = new TreeSet<>(leftAlone);
        others.removeAll(way.resources());
        if (!others.isEmpty()) {
            throw new FailureException(new Failure.Rejected(
                    "In " + way.stack() + " only what failed can be left alone, and "
                            + String.join(", ", others) + " did not. "
                            + (way.resources().isEmpty()
                                    ? "Nothing of it can be."
                                    : "What failed: " + String.join(", ", way.resources()) + "."),
                    ""));
        }
    }

    private static String begins(WayOut.Kind kind) {
        return switch (kind) {
            case RECREATE, DELETE_AGAIN -> "DELETE_IN_PROGRESS";
            case CONTINUE_ROLLBACK, ROLL_BACK -> "UPDATE_ROLLBACK_IN_PROGRESS";
            case WAIT -> "";
        };
    }

    private static String deed(WayOut way) {
        return switch (way.kind()) {
            case RECREATE, DELETE_AGAIN -> "delete stack " + way.stack();
            case CONTINUE_ROLLBACK -> "continue the rollback of " + way.stack();
            case ROLL_BACK -> "roll back " + way.stack();
            case WAIT -> "wait for " + way.stack();
        };
    }

    /** A second attempt with the token of the first would be taken for it, and left undone. */
    private static String token(String run) {
        return run + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private void request(WayOut way, StackSnapshot stack, Set<String> leftAlone, String token) {
        var cloudFormation = cloud.cloudFormation();
        // An empty list is sent as an empty name; none at all is not sent.
        @Nullable Set<String> named = leftAlone.isEmpty() ? null : leftAlone;
        CloudFormationResponse _ = switch (way.kind()) {
            case RECREATE, DELETE_AGAIN ->
                cloudFormation.deleteStack(request ->
                        request.stackName(stack.id()).retainResources(named).clientRequestToken(token));
            case CONTINUE_ROLLBACK ->
                cloudFormation.continueUpdateRollback(request ->
                        request.stackName(stack.id()).resourcesToSkip(named).clientRequestToken(token));
            case ROLL_BACK ->
                cloudFormation.rollbackStack(
                        request -> request.stackName(stack.id()).clientRequestToken(token));
            case WAIT -> throw new IllegalStateException("nothing is sent to wait");
        };
    }

    private StackOutcome outcome(WayOut way, String end, StackTrack track, Consumer<StackProgress> progress) {
        if (end.equals("DELETE_COMPLETE")) {
            track.deleted();
            progress.accept(track.snapshot());
            return new StackOutcome.Deleted();
        }
        Optional<StackSnapshot> rested = reader.find(way.stack());
        Optional<WayOut> stuck = rested.flatMap(waysOut::of);
        if (rested.isPresent() && stuck.isEmpty()) {
            track.complete(end);
            progress.accept(track.snapshot());
            return new StackOutcome.Stands(rested.get(), true);
        }
        track.failed(end);
        progress.accept(track.snapshot());
        String why = stuck.map(WayOut::cause).orElse("its state is unknown");
        String resource = stuck.filter(again -> !again.resources().isEmpty())
                .map(again -> again.resources().getFirst())
                .orElse("");
        FailureChain known = track.firstFailure()
                .flatMap(follower::evidence)
                .filter(chain -> !chain.cause().isEmpty())
                .orElseGet(() -> FailureChain.of(cloud.now(), way.stack() + " is " + end + ": " + why, List.of(), ""));
        return new StackOutcome.Failed(known.in(
                new FailureChain.StackLink(way.stack(), resource, end, why),
                track.chain(),
                stuck.map(WayOut::sentence).orElse("")));
    }
}
