package slipway.operations.sessions;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slipway.channel.DataKeys;
import slipway.channel.SessionControl;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.operations.Failures;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.ssm.model.ResumeSessionResponse;

/** The calls about a session that exists: SSM's, of the region's own endpoint, and KMS's for its keys. */
final class SsmControl implements SessionControl, DataKeys {
    private static final System.Logger LOGGER = System.getLogger(SsmControl.class.getName());
    /** The user waits for the end of these calls; a target that hangs must not hold up the end of a program. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int KEY_BYTES = 64;

    private final Cloud cloud;

    SsmControl(Cloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public Optional<Resumption> resume(String sessionId) throws IOException {
        return called("resume the session", () -> {
            ResumeSessionResponse answer = cloud.ssm()
                    .resumeSession(request ->
                            request.sessionId(sessionId).overrideConfiguration(call -> call.apiCallTimeout(LONGEST)));
            @Nullable String token = answer.tokenValue();
            return token == null || token.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Resumption(
                            token, Optional.ofNullable(answer.streamUrl()).map(URI::create)));
        });
    }

    @Override
    public void terminate(String sessionId) throws IOException {
        var _ = called(
                "terminate the session",
                () -> cloud.ssm()
                        .terminateSession(request -> request.sessionId(sessionId)
                                .overrideConfiguration(call -> call.apiCallTimeout(LONGEST))));
    }

    /** Terminates a session that was offered and is not used; one that cannot be reached ends by itself. */
    void abandon(String sessionId) {
        try {
            terminate(sessionId);
        } catch (IOException | FailureException unreachable) {
            LOGGER.log(System.Logger.Level.DEBUG, "session {0} was not terminated", sessionId);
        }
    }

    @Override
    public DataKey generate(String keyId, Map<String, String> context) throws IOException {
        return called("encrypt the session", () -> {
            GenerateDataKeyResponse key = cloud.kms()
                    .generateDataKey(request ->
                            request.keyId(keyId).numberOfBytes(KEY_BYTES).encryptionContext(context));
            return new DataKey(
                    key.plaintext().asByteArray(), key.ciphertextBlob().asByteArray());
        });
    }

    /** The channel asks again after an {@link IOException}, and shows any other exception's message. */
    private static <T> T called(String deed, Supplier<T> call) throws IOException {
        try {
            return Failures.translated(deed, call);
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Unreachable || failed.failure() instanceof Failure.Throttled) {
                throw new IOException(failed.failure().message(), failed);
            }
            throw failed;
        }
    }
}
