package slipway.model;

import java.time.Duration;

/**
 * What can go wrong for an operator. Each kind carries {@code message}, a sentence for the user that names the thing and
 * the way out, and {@code detail}, the technical text (error code, request id), shown apart; detail may be empty.
 */
public sealed interface Failure {
    String message();

    String detail();

    /** The principal lacks a permission, such as {@code ecs:ListTasks}; empty when the service did not name it. */
    record Denied(String permission, String message, String detail) implements Failure {}

    record NotFound(String message, String detail) implements Failure {}

    record Throttled(Duration retryAfter, String message, String detail) implements Failure {}

    /** The request is wrong, or the state of the thing forbids it. */
    record Rejected(String message, String detail) implements Failure {}

    record Unreachable(String message, String detail) implements Failure {}

    /** Credentials are missing or have expired. */
    record Expired(String message, String detail) implements Failure {}

    /** The local cloud does not implement the operation. */
    record Unsupported(String operation, String message, String detail) implements Failure {}

    record Cancelled(String message, String detail) implements Failure {}
}
