package slipway.cloud.aws;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** SigV4 of a GET without a body, by the SDK's signer: what a WebSocket's upgrade carries. */
final class GetSignature {
    private final Supplier<AwsCredentialsProvider> credentials;
    private final String region;
    private final InstantSource clock;

    /** @param clock the wall's time, which signatures carry */
    GetSignature(Supplier<AwsCredentialsProvider> credentials, String region, InstantSource clock) {
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
    }

    /** The headers by name, without {@code Host}. Finding the credentials may block. */
    Map<String, String> headers(URI url, String service) {
        AwsCredentialsIdentity identity = credentials.get().resolveCredentials();
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(http(url))
                .build();
        Instant now = clock.instant();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(request)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)));
        Map<String, String> headers = new LinkedHashMap<>();
        signed.request().forEachHeader((name, values) -> {
            if (!"Host".equalsIgnoreCase(name)) {
                headers.put(name, String.join(",", values));
            }
        });
        return headers;
    }

    /** The signer's request knows the two schemes of HTTP; an upgrade is a request of one of them. */
    private static URI http(URI url) {
        String text = url.toString();
        return switch (String.valueOf(url.getScheme())) {
            case "ws" -> URI.create("http" + text.substring("ws".length()));
            case "wss" -> URI.create("https" + text.substring("wss".length()));
            default -> url;
        };
    }
}
