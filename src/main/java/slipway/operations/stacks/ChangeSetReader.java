package slipway.operations.stacks;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.async.Poller;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.StackPlan.Change;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;

/** Has CloudFormation say what an order would change in a stack that exists, by a change set that is deleted again. */
public final class ChangeSetReader {
    private final Cloud cloud;
    private final PollPace pace;
    private final Poller poller;
    private final InstantSource clock;

    /** @param clock real time */
    public ChangeSetReader(Cloud cloud, PollPace pace, Poller poller, InstantSource clock) {
        this.cloud = cloud;
        this.pace = pace;
        this.poller = poller;
        this.clock = clock;
    }

    /** Deletes the change sets that killed previews left in a stack, as far as that can be done: they hinder nothing. */
    public void sweep(String stack) {
        try {
            Failures.translatedRun("delete the change sets that previews left in " + stack, () -> deleteLeft(stack));
        } catch (FailureException denied) {
            // What was to be done does not need it; the next one tries again.
        }
    }

    private void deleteLeft(String stack) {
        cloud.cloudFormation().listChangeSetsPaginator(request -> request.stackName(stack)).summaries().stream()
                .filter(set -> PreviewName.parse(set.changeSetName())
                        .filter(name -> name.isLeft(clock))
                        .isPresent())
                .forEach(set ->
                        cloud.cloudFormation().deleteChangeSet(request -> request.changeSetName(set.changeSetId())));
    }

    /**
     * The changes; none when the order changes nothing.
     *
     * @throws FailureException when CloudFormation refuses the order
     */
    public List<Change> changes(StackOrder order) {
        sweep(order.name());
        String id = create(order, PreviewName.next(clock).toString());
        try {
            DescribeChangeSetResponse made = poller.until(() -> settled(order.name(), id), pace::next)
                    .orElseThrow(() -> new FailureException(
                            new Failure.Cancelled("Cancelled: the preview of " + order.name() + ".", "")));
            String reason = made.statusReason() == null ? "" : made.statusReason();
            if (made.status() == ChangeSetStatus.FAILED) {
                if (reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")) {
                    return List.of();
                }
                throw new FailureException(
                        new Failure.Rejected(StackReader.located(order.template(), reason), "change set " + id));
            }
            return changes(order.name(), id, made);
        } finally {
            Failures.translatedRun(
                    "delete the change set of " + order.name(),
                    () -> cloud.cloudFormation()
                            .deleteChangeSet(
                                    request -> request.stackName(order.name()).changeSetName(id)));
        }
    }

    private String create(StackOrder order, String name) {
        try {
            return cloud.cloudFormation()
                    .createChangeSet(request -> request.stackName(order.name())
                            .changeSetName(name)
                            .changeSetType(ChangeSetType.UPDATE)
                            .templateBody(order.template().body())
                            .parameters(StackDeployer.parameters(order, true))
                            .capabilities(Capability.CAPABILITY_IAM)
                            .tags(StackDeployer.tags(order)))
                    .id();
        } catch (RuntimeException refused) {
            throw StackDeployer.refusal(order, "preview " + order.name(), refused);
        }
    }

    private Optional<DescribeChangeSetResponse> settled(String stack, String id) {
        DescribeChangeSetResponse changeSet = describe(stack, id, null);
        boolean moving = changeSet.status() == ChangeSetStatus.CREATE_IN_PROGRESS
                || changeSet.status() == ChangeSetStatus.CREATE_PENDING;
        return moving ? Optional.empty() : Optional.of(changeSet);
    }

    private List<Change> changes(String stack, String id, DescribeChangeSetResponse first) {
        List<Change> changes = new ArrayList<>();
        DescribeChangeSetResponse page = first;
        while (true) {
            page.changes().forEach(change -> changes.add(change(change.resourceChange())));
            if (page.nextToken() == null || page.nextToken().isEmpty()) {
                return changes;
            }
            page = describe(stack, id, page.nextToken());
        }
    }

    private DescribeChangeSetResponse describe(String stack, String id, @Nullable String token) {
        return Failures.translated(
                "read the change set of " + stack,
                () -> cloud.cloudFormation()
                        .describeChangeSet(request ->
                                request.stackName(stack).changeSetName(id).nextToken(token)));
    }

    private static Change change(ResourceChange change) {
        List<String> properties = change.details().stream()
                .map(ResourceChangeDetail::target)
                .filter(target -> target != null && target.name() != null)
                .map(target -> target.name())
                .distinct()
                .toList();
        return new Change(
                text(change.actionAsString()),
                text(change.logicalResourceId()),
                text(change.resourceType()),
                text(change.replacementAsString()),
                properties);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
