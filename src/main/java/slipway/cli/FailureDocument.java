package slipway.cli;

import slipway.model.Failure;

/** A command that failed before it did anything, as JSON: {@code {"failure":{"kind","message","detail"}}}. */
record FailureDocument(Body failure) {
    /** @param kind denied, notFound, throttled, rejected, unreachable, expired, unsupported or cancelled */
    record Body(String kind, String message, String detail) {}

    static FailureDocument of(Failure failure) {
        String kind = switch (failure) {
            case Failure.Denied _ -> "denied";
            case Failure.NotFound _ -> "notFound";
            case Failure.Throttled _ -> "throttled";
            case Failure.Rejected _ -> "rejected";
            case Failure.Unreachable _ -> "unreachable";
            case Failure.Expired _ -> "expired";
            case Failure.Unsupported _ -> "unsupported";
            case Failure.Cancelled _ -> "cancelled";
        };
        return new FailureDocument(new Body(kind, failure.message(), failure.detail()));
    }
}
