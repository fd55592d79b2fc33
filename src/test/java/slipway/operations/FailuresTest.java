package slipway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.cloud.LocalCloudException;
import slipway.model.Failure;
import slipway.model.FailureException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.EcsException;

/** The one table from the SDK's exceptions to failures. */
class FailuresTest {
    @Test
    void denial_namesThePermission_whenAwsDoes() {
        Failure failure = of(
                400,
                "AccessDeniedException",
                "User: arn:aws:iam::1:user/ann is not authorized to perform: ecs:ListTasks on resource: x");

        assertThat(failure).isInstanceOfSatisfying(Failure.Denied.class, denied -> {
            assertThat(denied.permission()).isEqualTo("ecs:ListTasks");
            assertThat(denied.message())
                    .isEqualTo("Not allowed to list tasks: the permission ecs:ListTasks is missing. Have it granted, or"
                            + " choose another profile.");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ExpiredToken",
                "ExpiredTokenException",
                "InvalidSignatureException",
                "UnrecognizedClientException"
            })
    void credentials_areExpired_whenAwsDoesNotTakeThem(String code) {
        assertThat(of(403, code, "no")).isInstanceOf(Failure.Expired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded"})
    void calls_areThrottled_whenThereAreTooMany(String code) {
        assertThat(of(400, code, "Rate exceeded")).isInstanceOf(Failure.Throttled.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ClusterNotFoundException", "ResourceNotFoundException", "NoSuchEntity"})
    void thing_isNotFound_whenTheCodeSaysSo(String code) {
        assertThat(of(400, code, "Cluster not found")).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void stack_isNotFound_whenOnlyTheWordsSaySo() {
        assertThat(of(400, "ValidationError", "Stack with id dev-data does not exist"))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void request_isRejected_withAwsWords() {
        assertThat(of(400, "InvalidParameterException", "Tasks cannot be empty"))
                .isInstanceOf(Failure.Rejected.class)
                .extracting(Failure::message)
                .isEqualTo("Cannot list tasks: Tasks cannot be empty.");
    }

    @Test
    void operation_isUnsupported_whenTheLocalCloudLacksIt() {
        assertThat(of(501, "NotImplemented", "ListThings is not supported by the local cloud"))
                .isInstanceOfSatisfying(
                        Failure.Unsupported.class,
                        unsupported -> assertThat(unsupported.operation()).isEqualTo("ListThings"));
    }

    @Test
    void service_isUnreachable_whenItFailsItself() {
        assertThat(of(503, "ServiceUnavailable", "busy")).isInstanceOf(Failure.Unreachable.class);
    }

    @Test
    void words_tellWhatBroke_whenNothingAnswers() {
        assertThat(unreachable(new ConnectException("refused"))).contains("connection refused");
        assertThat(unreachable(new UnknownHostException("nowhere"))).contains("does not resolve");
        assertThat(unreachable(new SocketTimeoutException("late"))).contains("no answer in time");
    }

    @Test
    void call_isCancelled_whenItWasAborted() {
        assertThat(Failures.of("list tasks", AbortedException.create("stopped")))
                .containsInstanceOf(Failure.Cancelled.class);
    }

    @Test
    void localCloud_isUnreachable_whenItDoesNotStart() {
        assertThat(Failures.of("list tasks", new LocalCloudException("The local cloud did not start", null)))
                .containsInstanceOf(Failure.Unreachable.class);
    }

    @Test
    void mistake_staysWhatItIs() {
        assertThatThrownBy(() -> Failures.translated("list tasks", () -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failure_isNotTranslatedTwice() {
        var known = new FailureException(new Failure.Rejected("No.", ""));

        assertThatThrownBy(() -> Failures.translated("list tasks", () -> {
                    throw known;
                }))
                .isSameAs(known);
    }

    private static String unreachable(Exception cause) {
        Failure failure = Failures.of(
                        "list tasks",
                        SdkClientException.builder().message("no").cause(cause).build())
                .orElseThrow();
        assertThat(failure).isInstanceOf(Failure.Unreachable.class);
        return failure.message();
    }

    private static Failure of(int status, String code, String words) {
        return Failures.of(
                        "list tasks",
                        EcsException.builder()
                                .statusCode(status)
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage(words)
                                        .build())
                                .build())
                .orElseThrow();
    }
}
