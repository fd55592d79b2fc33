package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.channel.DataKeys.DataKey;
import slipway.model.FailureException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

/** The calls that the channel makes, and which of their failures it may try again. */
class SsmControlTest {
    private final SessionCloud dev = new SessionCloud();
    private final SsmControl control = new SsmControl(dev.cloud);

    private interface Answer {
        GenerateDataKeyResponse to(GenerateDataKeyRequest request);
    }

    private void kms(Answer answer) {
        dev.cloud.kms = Optional.of(new KmsClient() {
            @Override
            public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
                return answer.to(request);
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }

    @Test
    void generate_makesAKeyOf64Bytes_inTheSessionsContext() throws IOException {
        Map<String, String> context = Map.of("aws:ssm:SessionId", "session", "aws:ssm:TargetId", "target");
        kms(request -> {
            assertThat(request.keyId()).isEqualTo("key");
            assertThat(request.numberOfBytes()).isEqualTo(64);
            assertThat(request.encryptionContext()).isEqualTo(context);
            return GenerateDataKeyResponse.builder()
                    .plaintext(SdkBytes.fromByteArray(new byte[64]))
                    .ciphertextBlob(SdkBytes.fromUtf8String("sealed"))
                    .build();
        });

        DataKey key = control.generate("key", context);

        assertThat(key.plaintext()).hasSize(64);
        assertThat(key.ciphertextBlob()).asString().isEqualTo("sealed");
    }

    @Test
    void generate_isRefused_inWordsForTheUser() {
        kms(request -> {
            throw KmsException.builder()
                    .statusCode(400)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("AccessDeniedException")
                            .errorMessage("not authorized to perform: kms:GenerateDataKey")
                            .build())
                    .build();
        });

        assertThatThrownBy(() -> control.generate("key", Map.of()))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("kms:GenerateDataKey");
    }

    @Test
    void generate_isTriedAgain_whenKmsIsNotReached() {
        kms(request -> {
            throw SdkClientException.create("no", new ConnectException("refused"));
        });

        assertThatThrownBy(() -> control.generate("key", Map.of())).isInstanceOf(IOException.class);
    }

    @Test
    void resume_isOver_withoutAToken() throws IOException {
        assertThat(control.resume("session")).isEmpty();
    }

    @Test
    void terminate_namesTheSession() throws IOException {
        control.terminate("session");

        assertThat(dev.cloud.terminated).containsExactly("session");
    }
}
