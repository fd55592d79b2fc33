package slipway.operations.stacks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** One stack's events, each handed out once, oldest first. CloudFormation lists them newest first, page by page. */
final class StackEvents {
    private final CloudFormationClient cloudFormation;
    private final String stackId;
    private final Set<String> known = new HashSet<>();

    StackEvents(CloudFormationClient cloudFormation, String stackId) {
        this.cloudFormation = cloudFormation;
        this.stackId = stackId;
    }

    /** Takes all events until now as seen, but for those since the start of the operation that is under way, if one is. */
    void skipOlderOperations(boolean underWay) {
        boolean older = !underWay;
        for (StackEvent event : newestFirst()) {
            if (older) {
                known.add(event.eventId());
            }
            older = older || startsOperation(event);
        }
    }

    /** The events since the last call, oldest first. */
    List<StackEvent> fresh() {
        List<StackEvent> events = new ArrayList<>(newestFirst());
        events.forEach(event -> known.add(event.eventId()));
        return events.reversed();
    }

    private List<StackEvent> newestFirst() {
        List<StackEvent> unknown = new ArrayList<>();
        String[] next = new String[1];
        do {
            String token = next[0];
            DescribeStackEventsResponse page = Failures.translated(
                    "read the events of " + stackId,
                    () -> cloudFormation.describeStackEvents(
                            request -> request.stackName(stackId).nextToken(token)));
            for (StackEvent event : page.stackEvents()) {
                if (known.contains(event.eventId())) {
                    return unknown;
                }
                unknown.add(event);
            }
            next[0] = page.nextToken();
        } while (next[0] != null && !next[0].isEmpty());
        return unknown;
    }

    private static boolean startsOperation(StackEvent event) {
        return isOfStack(event)
                && switch (event.resourceStatusAsString()) {
                    case "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS" -> true;
                    default -> false;
                };
    }

    /** Whether the event tells of the stack itself. */
    static boolean isOfStack(StackEvent event) {
        return event.stackId() != null && event.stackId().equals(event.physicalResourceId());
    }
}
