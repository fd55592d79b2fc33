package slipway.operations.stacks;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.WayOut;
import slipway.model.WayOut.Kind;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackResource;

/** Finds the way out of each state that a stack does not leave by itself, from what CloudFormation's API tells. */
public final class WaysOut {
    private static final String FILE_SYSTEM = "AWS::EFS::FileSystem";

    private final Cloud cloud;
    private final StackReader reader;

    public WaysOut(Cloud cloud) {
        this.cloud = cloud;
        this.reader = new StackReader(cloud);
    }

    /** Whether a stack in this state may need a way out. */
    public static boolean isStuck(String status) {
        return status.endsWith("_FAILED") || status.endsWith("_IN_PROGRESS") || status.equals("ROLLBACK_COMPLETE");
    }

    /** The environment's ways out, in the order of deployment; none where every stack stands. */
    public List<WayOut> of(EnvironmentName environment) {
        return reader.all(environment).values().stream()
                .flatMap(stack -> of(stack).stream())
                .toList();
    }

    /** The stack's way out; empty where it needs none. */
    public Optional<WayOut> of(StackSnapshot stack) {
        if (!isStuck(stack.status())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (stack.status()) {
                    case "ROLLBACK_COMPLETE" ->
                        new WayOut(
                                stack.name(),
                                stack.status(),
                                firstFailure(stack),
                                Kind.RECREATE,
                                List.of(),
                                true,
                                "Its creation failed and was taken back, so nothing is left in it. It can only be deleted"
                                        + " and created again.");
                    case "REVIEW_IN_PROGRESS" -> review(stack);
                    case "ROLLBACK_FAILED" -> {
                        Failed failed = failed(stack, "DELETE_FAILED");
                        yield failed.way(
                                Kind.RECREATE,
                                "Its creation failed, and " + failed.names()
                                        + " could not be taken back. It can only be"
                                        + " deleted, with what is left in it, and created again.");
                    }
                    case "CREATE_FAILED" -> {
                        Failed failed = failed(stack, "CREATE_FAILED");
                        yield failed.way(
                                Kind.RECREATE,
                                "Its creation stopped half-way at " + failed.names()
                                        + ", and what it had made is there."
                                        + " It is deleted with all of that and created again.");
                    }
                    case "UPDATE_FAILED" -> {
                        Failed failed = failed(stack, "UPDATE_FAILED");
                        yield failed.way(
                                Kind.ROLL_BACK,
                                "Its update stopped half-way at " + failed.names() + ". Deploying again goes forward;"
                                        + " rolling back sets everything to what held before.");
                    }
                    case "UPDATE_ROLLBACK_FAILED" -> continueRollback(duringRollback(failed(stack, "UPDATE_FAILED")));
                    case "DELETE_FAILED" -> deleteAgain(failed(stack, "DELETE_FAILED"));
                    case "IMPORT_ROLLBACK_FAILED" -> {
                        Failed failed = failed(stack, "IMPORT_FAILED");
                        yield failed.way(
                                Kind.RECREATE,
                                "An import into it failed and could not be taken back. It can only be deleted and created"
                                        + " again.");
                    }
                    default ->
                        new WayOut(
                                stack.name(),
                                stack.status(),
                                "",
                                Kind.WAIT,
                                List.of(),
                                true,
                                "Somebody's operation is under way. Wait until it ends; a deployment joins it.");
                });
    }

    private WayOut review(StackSnapshot stack) {
        List<ChangeSetSummary> waiting =
                Failures.translated(
                        "list the change sets of " + stack.name(),
                        () -> cloud
                                .cloudFormation()
                                .listChangeSetsPaginator(request -> request.stackName(stack.id()))
                                .summaries()
                                .stream()
                                .toList());
        String sets = waiting.stream()
                .map(set -> set.changeSetName() + " of " + set.creationTime())
                .collect(Collectors.joining(", "));
        return new WayOut(
                stack.name(),
                stack.status(),
                "",
                Kind.RECREATE,
                List.of(),
                waiting.isEmpty(),
                waiting.isEmpty()
                        ? "It was announced and never created: nothing is in it, and no change set waits to be executed."
                                + " It is deleted and created."
                        : "It is not created yet: somebody's change set waits in it to be executed (" + sets
                                + "). Whoever made it can execute or delete it. Deleting the stack and creating it again"
                                + " discards it.");
    }

    private static WayOut continueRollback(Failed failed) {
        boolean one = failed.ids().size() == 1;
        return failed.way(
                Kind.CONTINUE_ROLLBACK,
                "Its update failed, and " + failed.names() + " could not be set back. Repair the cause and continue the"
                        + " rollback."
                        + (failed.ids().isEmpty()
                                ? ""
                                : " Or skip " + failed.names() + ": CloudFormation then takes " + (one ? "it" : "them")
                                        + " for set back without touching " + (one ? "it" : "them")
                                        + ", so what is there"
                                        + " may differ from the template until an update changes it."));
    }

    private static WayOut deleteAgain(Failed failed) {
        boolean one = failed.ids().size() == 1;
        return failed.way(
                Kind.DELETE_AGAIN,
                "Its deletion could not remove " + failed.names() + ". Remove what uses " + (one ? "it" : "them")
                        + " and delete again."
                        + (failed.ids().isEmpty()
                                ? ""
                                : " Or leave " + failed.names()
                                        + " behind: the stack goes, and what is left belongs to no"
                                        + " stack, keeps its name, and has to be removed by hand."));
    }

    /** The resources of a stack that failed by themselves. */
    private record Failed(StackSnapshot stack, List<StackResource> resources, boolean holdsData) {
        List<String> ids() {
            return resources.stream().map(StackResource::logicalResourceId).toList();
        }

        String names() {
            return resources.isEmpty() ? "a resource" : String.join(", ", ids());
        }

        String cause() {
            return resources.stream()
                    .map(resource -> failure(resource.logicalResourceId(), resource.resourceStatusReason()))
                    .findFirst()
                    .orElseGet(() -> stack.reason().strip());
        }

        WayOut way(Kind kind, String sentence) {
            boolean deletes = kind == Kind.RECREATE || kind == Kind.DELETE_AGAIN;
            return new WayOut(
                    stack.name(),
                    stack.status(),
                    cause(),
                    kind,
                    kind == Kind.CONTINUE_ROLLBACK || kind == Kind.DELETE_AGAIN ? ids() : List.of(),
                    false,
                    sentence + (deletes && holdsData ? " The file system with the application's data is kept." : ""));
        }
    }

    private Failed failed(StackSnapshot stack, String status) {
        List<StackResource> resources = Failures.translated(
                "read the resources of " + stack.name(),
                () -> cloud.cloudFormation()
                        .describeStackResources(request -> request.stackName(stack.id()))
                        .stackResources());
        return new Failed(
                stack,
                resources.stream()
                        .filter(resource -> status.equals(resource.resourceStatusAsString()))
                        .filter(resource -> !StackTrack.isConsequence(text(resource.resourceStatusReason())))
                        .sorted(Comparator.comparing(StackResource::logicalResourceId))
                        .toList(),
                resources.stream().anyMatch(WaysOut::isFileSystem));
    }

    /** A resource that only the update failed at is set back as soon as those are that the rollback failed at. */
    private Failed duringRollback(Failed failed) {
        var events = new StackEvents(cloud.cloudFormation(), failed.stack().id());
        events.skipOlderOperations(true);
        Set<String> ids = new HashSet<>();
        for (StackEvent event : events.fresh()) {
            if (StackEvents.isOfStack(event)) {
                if (event.resourceStatusAsString().equals("UPDATE_ROLLBACK_IN_PROGRESS")) {
                    ids.clear();
                }
            } else if (event.resourceStatusAsString().equals("UPDATE_FAILED")) {
                ids.add(event.logicalResourceId());
            }
        }
        List<StackResource> then = failed.resources().stream()
                .filter(resource -> ids.contains(resource.logicalResourceId()))
                .toList();
        return then.isEmpty() ? failed : new Failed(failed.stack(), then, failed.holdsData());
    }

    private static boolean isFileSystem(StackResource resource) {
        return FILE_SYSTEM.equals(resource.resourceType())
                && resource.physicalResourceId() != null
                && !"DELETE_COMPLETE".equals(resource.resourceStatusAsString());
    }

    /** What failed first in the stack's last operation; AWS's words on the status where no resource did. */
    private String firstFailure(StackSnapshot stack) {
        var events = new StackEvents(cloud.cloudFormation(), stack.id());
        events.skipOlderOperations(true);
        return events.fresh().stream()
                .filter(event -> !StackEvents.isOfStack(event))
                .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
                .filter(event -> !StackTrack.isConsequence(text(event.resourceStatusReason())))
                .map(event -> failure(event.logicalResourceId(), event.resourceStatusReason()))
                .findFirst()
                .orElseGet(() -> stack.reason().strip());
    }

    private static String failure(String logicalId, @Nullable String reason) {
        return logicalId + " failed" + (text(reason).isEmpty() ? "" : ": " + StackTrack.tidy(text(reason)));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
