package slipway.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;

/** What a point is compared with. */
record Threshold(ComparisonOperator operator, double value) {
    boolean isBreachedBy(double point) {
        return switch (operator) {
            case GREATER_THAN_THRESHOLD -> point > value;
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> point >= value;
            case LESS_THAN_THRESHOLD -> point < value;
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> point <= value;
            default -> throw new IllegalStateException("an alarm with the comparison " + operator);
        };
    }

    /** As in "was … the threshold". */
    String words() {
        return switch (operator) {
            case GREATER_THAN_THRESHOLD -> "greater than";
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> "greater than or equal to";
            case LESS_THAN_THRESHOLD -> "less than";
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> "less than or equal to";
            default -> throw new IllegalStateException("an alarm with the comparison " + operator);
        };
    }
}
