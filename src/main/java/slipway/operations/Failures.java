package slipway.operations;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.cloud.LocalCloudException;
import slipway.cloud.NoRegionException;
import slipway.model.Failure;
import slipway.model.FailureException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Turns what the SDK throws into a {@link Failure}: the one table of error codes. */
public final class Failures {
    private static final Pattern PERMISSION =
            Pattern.compile("not authorized to perform:? ([A-Za-z0-9-]+:[A-Za-z0-9]+)");

    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AccessDeniedFault",
            "AuthorizationError",
            "OptInRequired",
            "UnauthorizedOperation");

    private static final Set<String> EXPIRED = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnauthorizedException",
            "UnrecognizedClientException");

    private Failures() {}

    /**
     * Makes the calls and translates what they throw.
     *
     * @param deed what is being done, to follow "Cannot": "read the stacks of dev"
     */
    public static <T> T translated(String deed, Supplier<T> calls) {
        try {
            return calls.get();
        } catch (RuntimeException thrown) {
            throw exception(deed, thrown);
        }
    }

    /** As {@link #translated} for calls without a result. */
    public static void translatedRun(String deed, Runnable calls) {
        translated(deed, () -> {
            calls.run();
            return true;
        });
    }

    /** The exception that operations throw in place of the given one; programming errors are passed on as they are. */
    public static RuntimeException exception(String deed, RuntimeException thrown) {
        if (thrown instanceof FailureException already) {
            return already;
        }
        return of(deed, thrown)
                .<RuntimeException>map(failure -> new FailureException(failure, thrown))
                .orElse(thrown);
    }

    /** The failure that an exception stands for; empty for one that is no failure of a call but a mistake in the program. */
    public static Optional<Failure> of(String deed, Throwable thrown) {
        return Optional.ofNullable(
                switch (thrown) {
                    case FailureException already -> already.failure();
                    case AwsServiceException answered -> answered(deed, answered);
                    case AbortedException aborted -> new Failure.Cancelled("Cancelled: " + deed + ".", text(aborted));
                    case SdkClientException client -> client(deed, client);
                    case LocalCloudException local -> new Failure.Unreachable(sentence(text(local)), "");
                    case NoRegionException region -> new Failure.Rejected(sentence(text(region)), "");
                    case UnsupportedOperationException unsupported ->
                        new Failure.Unsupported(
                                "", "Cannot " + deed + ": not supported by the local cloud.", text(unsupported));
                    default -> null;
                });
    }

    /** AWS's error code, such as {@code ValidationError}; empty when the service named none. */
    public static String code(AwsServiceException thrown) {
        AwsErrorDetails details = thrown.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /** AWS's own words on the error. */
    public static String words(AwsServiceException thrown) {
        AwsErrorDetails details = thrown.awsErrorDetails();
        if (details != null && details.errorMessage() != null) {
            return details.errorMessage();
        }
        return text(thrown);
    }

    /** Whether CloudFormation says that the stack is not there; it has no error code of its own for that. */
    public static boolean stackIsMissing(AwsServiceException thrown) {
        return code(thrown).equals("ValidationError") && words(thrown).contains("does not exist");
    }

    private static Failure answered(String deed, AwsServiceException thrown) {
        String code = code(thrown);
        String words = words(thrown);
        String detail = detail(code, thrown);
        if (code.equals("NotImplemented") || thrown.statusCode() == 501) {
            return new Failure.Unsupported(
                    operation(words), "Cannot " + deed + ": not supported by the local cloud.", detail + ": " + words);
        }
        if (DENIED.contains(code) || words.contains("not authorized to perform")) {
            return denied(deed, words, detail);
        }
        if (EXPIRED.contains(code) || code.startsWith("ExpiredToken")) {
            return new Failure.Expired(
                    "Cannot " + deed + ": the credentials are not valid (any more): " + sentence(words)
                            + " Sign in again, or choose another profile.",
                    detail);
        }
        if (thrown.isThrottlingException() || isThrottling(code)) {
            return new Failure.Throttled(
                    Duration.ofSeconds(5),
                    "Cannot " + deed + " right now: too many calls reach this account. Try again in a few seconds.",
                    detail + ": " + words);
        }
        if (isNotFound(code) || stackIsMissing(thrown)) {
            return new Failure.NotFound("Cannot " + deed + ": " + sentence(words), detail);
        }
        if (thrown.statusCode() >= 500) {
            return new Failure.Unreachable(
                    "Cannot " + deed + ": the service answered with an error of its own (" + thrown.statusCode()
                            + "). Try again.",
                    detail + ": " + words);
        }
        return new Failure.Rejected("Cannot " + deed + ": " + sentence(words), detail);
    }

    private static Failure denied(String deed, String words, String detail) {
        Matcher named = PERMISSION.matcher(words);
        String permission = named.find() ? named.group(1) : "";
        String lacks = permission.isEmpty() ? "" : ": the permission " + permission + " is missing";
        return new Failure.Denied(
                permission,
                "Not allowed to " + deed + lacks + ". Have it granted, or choose another profile.",
                detail + ": " + words);
    }

    private static Failure client(String deed, SdkClientException thrown) {
        String words = text(thrown);
        if (thrown instanceof ApiCallTimeoutException || hasCause(thrown, IOException.class)) {
            return new Failure.Unreachable(
                    "Cannot " + deed + ": " + unreachable(thrown) + ". Check the network, the region and the endpoint.",
                    words);
        }
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("credentials") || lower.contains("sso") || lower.contains("token")) {
            return new Failure.Expired(
                    "Cannot " + deed
                            + ": there are no usable credentials. Sign in (aws sso login, aws configure), or give"
                            + " --profile.",
                    words);
        }
        return new Failure.Rejected("Cannot " + deed + ": " + sentence(words), "");
    }

    private static String unreachable(Throwable thrown) {
        if (hasCause(thrown, ConnectException.class)) {
            return "nothing answers there (connection refused)";
        }
        if (hasCause(thrown, UnknownHostException.class)) {
            return "the host name does not resolve";
        }
        if (hasCause(thrown, SocketTimeoutException.class) || thrown instanceof ApiCallTimeoutException) {
            return "no answer in time";
        }
        return "the connection broke";
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> kind) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThrottling(String code) {
        return code.contains("Throttl")
                || code.equals("TooManyRequestsException")
                || code.equals("RequestLimitExceeded")
                || code.equals("Rate exceeded");
    }

    private static boolean isNotFound(String code) {
        return code.contains("NotFound") || code.contains("DoesNotExist") || code.equals("NoSuchEntity");
    }

    private static String operation(String words) {
        // The local cloud names the operation first: "ListThings is not supported by ...".
        int end = words.indexOf(' ');
        return end < 0 ? words : words.substring(0, end);
    }

    private static String detail(String code, AwsServiceException thrown) {
        var detail = new StringBuilder(code.isEmpty() ? "error" : code);
        detail.append(" (status ").append(thrown.statusCode());
        if (thrown.requestId() != null) {
            detail.append(", request ").append(thrown.requestId());
        }
        return detail.append(')').toString();
    }

    private static String text(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    private static String sentence(String words) {
        String trimmed = words.strip();
        return trimmed.isEmpty() || trimmed.endsWith(".") ? trimmed : trimmed + ".";
    }
}
