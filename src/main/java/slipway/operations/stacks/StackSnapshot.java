package slipway.operations.stacks;

import java.time.Instant;
import java.util.Map;

/**
 * A stack as DescribeStacks shows it.
 *
 * @param id the stack's ARN
 * @param status CloudFormation's own
 * @param reason CloudFormation's words on the status; may be empty
 * @param changed when it was updated, or else created, in the target's time
 */
public record StackSnapshot(
        String name,
        String id,
        String status,
        String reason,
        Map<String, String> parameters,
        Map<String, String> outputs,
        Instant changed) {

    public boolean inProgress() {
        return status.endsWith("_IN_PROGRESS") && !status.equals("REVIEW_IN_PROGRESS");
    }

    /** Whether it stands, created or updated, even if its last update was rolled back. */
    public boolean stands() {
        return switch (status) {
            case "CREATE_COMPLETE",
                    "UPDATE_COMPLETE",
                    "UPDATE_ROLLBACK_COMPLETE",
                    "IMPORT_COMPLETE",
                    "IMPORT_ROLLBACK_COMPLETE",
                    "UPDATE_FAILED" -> true;
            default -> false;
        };
    }

    /** Whether it can only be deleted: its creation never came to an end, or its deletion did not. */
    public boolean onlyDeletable() {
        return switch (status) {
            case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS" -> true;
            default -> false;
        };
    }
}
