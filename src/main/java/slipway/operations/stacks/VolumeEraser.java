package slipway.operations.stacks;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.StackPlan;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * Erases a file system that belongs to no stack any more. CloudFormation does it: the file system is imported into a small stack
 * whose policy is Delete, and that stack is deleted. So the permissions of a deployment suffice.
 */
public final class VolumeEraser {
    private static final String TEMPLATE = """
            AWSTemplateFormatVersion: '2010-09-09'
            Description: a file system on its way out
            Resources:
              FileSystem:
                Type: AWS::EFS::FileSystem
                DeletionPolicy: Delete
                UpdateReplacePolicy: Delete
                Metadata:
                  Description: the data that is erased
                Properties:
                  Encrypted: true
            """;

    private static final String CHANGE_SET = "import";

    private final Cloud cloud;
    private final PollPace pace;
    private final Poller poller;
    private final StackReader reader;
    private final StackDeployer deployer;

    public VolumeEraser(Cloud cloud, PollPace pace, Poller poller, StackDeployer deployer) {
        this.cloud = cloud;
        this.pace = pace;
        this.poller = poller;
        this.reader = new StackReader(cloud);
        this.deployer = deployer;
    }

    /**
     * Erases the file system; one that is gone already is no failure.
     *
     * @param stack the name of the stack that is made for it
     * @return Deleted when it is gone
     */
    public StackOutcome erase(
            String fileSystemId, String stack, StackPlan plan, String token, Consumer<StackProgress> progress) {
        Optional<StackSnapshot> left = reader.find(stack);
        if (left.filter(found -> found.status().equals("IMPORT_IN_PROGRESS")).isPresent()) {
            if (poller.until(() -> atRest(stack), pace::next).isEmpty()) {
                return new StackOutcome.Left();
            }
            left = reader.find(stack);
        }
        if (left.map(StackSnapshot::status).filter(VolumeEraser::holdsNothing).isPresent()) {
            // A killed run may have left the change set, or an import that was taken back: the file system is not in
            // it.
            StackOutcome gone = deployer.delete(stack, plan, token, progress);
            if (!(gone instanceof StackOutcome.Deleted)) {
                return gone;
            }
            left = Optional.empty();
        }
        if (left.isEmpty()) {
            Failures.translatedRun(
                    "import the file system " + fileSystemId,
                    () -> cloud.cloudFormation()
                            .createChangeSet(request -> request.stackName(stack)
                                    .changeSetName(CHANGE_SET)
                                    .changeSetType(ChangeSetType.IMPORT)
                                    .templateBody(TEMPLATE)
                                    .resourcesToImport(ResourceToImport.builder()
                                            .resourceType("AWS::EFS::FileSystem")
                                            .logicalResourceId("FileSystem")
                                            .resourceIdentifier(Map.of("FileSystemId", fileSystemId))
                                            .build())));
            Optional<DescribeChangeSetResponse> made = poller.until(() -> settled(stack), pace::next);
            if (made.isEmpty()) {
                return new StackOutcome.Left();
            }
            if (made.get().status() == ChangeSetStatus.FAILED) {
                return refused(
                        fileSystemId, stack, plan, token, progress, made.get().statusReason());
            }
            Failures.translatedRun(
                    "import the file system " + fileSystemId,
                    () -> cloud.cloudFormation()
                            .executeChangeSet(
                                    request -> request.stackName(stack).changeSetName(CHANGE_SET)));
            Optional<String> imported = poller.until(() -> atRest(stack), pace::next);
            if (imported.isEmpty()) {
                return new StackOutcome.Left();
            }
            if (!imported.get().equals("IMPORT_COMPLETE")) {
                return refused(fileSystemId, stack, plan, token, progress, importFailure(stack, imported.get()));
            }
        }
        return deployer.delete(stack, plan, token, progress);
    }

    private Optional<DescribeChangeSetResponse> settled(String stack) {
        DescribeChangeSetResponse changeSet = Failures.translated(
                "read the change set of " + stack,
                () -> cloud.cloudFormation()
                        .describeChangeSet(request -> request.stackName(stack).changeSetName(CHANGE_SET)));
        boolean moving = changeSet.status() == ChangeSetStatus.CREATE_IN_PROGRESS
                || changeSet.status() == ChangeSetStatus.CREATE_PENDING;
        return moving ? Optional.empty() : Optional.of(changeSet);
    }

    /** Whether a stack of this status does not have the file system, because it was not imported or its import was taken back. */
    public static boolean holdsNothing(String status) {
        return status.equals("REVIEW_IN_PROGRESS") || status.startsWith("IMPORT_ROLLBACK");
    }

    /** Why the file system could not be imported: the stack's own status does not say it. */
    private String importFailure(String stack, String status) {
        return reader.find(stack)
                .flatMap(found -> new StackEvents(cloud.cloudFormation(), found.id())
                        .fresh().stream()
                                .filter(event -> event.resourceStatus() == ResourceStatus.IMPORT_FAILED)
                                .map(StackEvent::resourceStatusReason)
                                .filter(Objects::nonNull)
                                .findFirst())
                .orElse(status);
    }

    private Optional<String> atRest(String stack) {
        return reader.find(stack).map(StackSnapshot::status).filter(status -> StackTrack.isTerminal(status));
    }

    /** A file system that is not there any more is what was wanted; anything else is a failure. */
    private StackOutcome refused(
            String fileSystemId,
            String stack,
            StackPlan plan,
            String token,
            Consumer<StackProgress> progress,
            @Nullable String reason) {
        String words = reason == null ? "no reason was given" : reason;
        StackOutcome gone = deployer.delete(stack, plan, token, progress);
        boolean missing = words.contains("not found") || words.contains("does not exist") || words.contains("NotFound");
        if (gone instanceof StackOutcome.Deleted && missing) {
            return gone;
        }
        throw new FailureException(new Failure.Rejected(
                "The file system " + fileSystemId + " cannot be erased: " + words
                        + " Delete it in the EFS console, or with: aws efs delete-file-system --file-system-id "
                        + fileSystemId,
                ""));
    }
}
