package slipway.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The signature of an upgrade, reckoned again here from AWS's description of Signature Version 4. */
class GetSignatureTest {
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private static Map<String, String> headers(AwsCredentials credentials, String url) {
        return new GetSignature(() -> StaticCredentialsProvider.create(credentials), "eu-west-1", CLOCK)
                .headers(URI.create(url), "ssmmessages");
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param host as the one who connects sends it */
    private static void verify(Map<String, String> headers, String host, String path, String query)
            throws GeneralSecurityException {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));
        assertThat(lower).doesNotContainKey("host").containsEntry("x-amz-date", "20260102T030405Z");
        lower.put("host", host);
        Matcher parts = AUTHORIZATION.matcher(lower.get("authorization"));
        assertThat(parts.matches()).isTrue();
        assertThat(parts.group(1)).isEqualTo("AKID/20260102/eu-west-1/ssmmessages/aws4_request");
        assertThat(parts.group(2).split(";", -1)).contains("host", "x-amz-date");
        var canonical = new StringBuilder("GET\n" + path + "\n" + query + "\n");
        for (String name : parts.group(2).split(";", -1)) {
            canonical.append(name).append(':').append(lower.get(name)).append('\n');
        }
        canonical.append('\n').append(parts.group(2)).append('\n').append(sha256(""));
        String toSign = "AWS4-HMAC-SHA256\n20260102T030405Z\n20260102/eu-west-1/ssmmessages/aws4_request\n"
                + sha256(canonical.toString());
        byte[] key = mac("AWS4secret".getBytes(StandardCharsets.UTF_8), "20260102");
        for (String step : new String[] {"eu-west-1", "ssmmessages", "aws4_request"}) {
            key = mac(key, step);
        }
        assertThat(parts.group(3)).isEqualTo(HexFormat.of().formatHex(mac(key, toSign)));
    }

    @Test
    void headers_signTheUrlAsItIsRequested() throws GeneralSecurityException {
        AwsCredentials credentials = AwsBasicCredentials.create("AKID", "secret");

        verify(
                headers(
                        credentials,
                        "wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/s-1?role=publish_subscribe"),
                "ssmmessages.eu-west-1.amazonaws.com",
                "/v1/data-channel/s-1",
                "role=publish_subscribe");
        verify(
                headers(credentials, "ws://127.0.0.1:4321/v1/data-channel/s-1?role=publish_subscribe&cell-number=AA"),
                "127.0.0.1:4321",
                "/v1/data-channel/s-1",
                "cell-number=AA&role=publish_subscribe");
    }

    @Test
    void headers_carryTheTokenOfTemporaryCredentials() throws GeneralSecurityException {
        Map<String, String> headers =
                headers(AwsSessionCredentials.create("AKID", "secret", "token"), "wss://host/v1/data-channel/s-1");

        assertThat(headers).containsEntry("X-Amz-Security-Token", "token");
        verify(headers, "host", "/v1/data-channel/s-1", "");
    }

    @Test
    void headers_fail_withoutCredentials() {
        var signature = new GetSignature(
                () -> () -> {
                    throw SdkClientException.create("Unable to load credentials");
                },
                "eu-west-1",
                CLOCK);

        assertThatThrownBy(() -> signature.headers(URI.create("wss://host/"), "ssmmessages"))
                .isInstanceOf(SdkClientException.class);
    }
}
