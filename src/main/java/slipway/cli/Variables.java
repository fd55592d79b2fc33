package slipway.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import slipway.cloud.LocalEndpoint;

/** The variables that lead AWS's own tools to the local cloud. The one place where its secret is printed. */
record Variables(
        @JsonProperty("AWS_ENDPOINT_URL") String endpointUrl,
        @JsonProperty("AWS_REGION") String region,
        @JsonProperty("AWS_DEFAULT_REGION") String defaultRegion,
        @JsonProperty("AWS_ACCESS_KEY_ID") String accessKeyId,
        @JsonProperty("AWS_SECRET_ACCESS_KEY") String secretAccessKey) {

    static Variables of(LocalEndpoint endpoint) {
        return new Variables(
                endpoint.url().toString(),
                endpoint.region(),
                endpoint.region(),
                endpoint.accessKeyId(),
                endpoint.secretAccessKey());
    }

    /** For a POSIX shell. A profile or a session token of the person's own would win over the key pair, or spoil it. */
    List<String> lines() {
        return List.of(
                export("AWS_ENDPOINT_URL", endpointUrl),
                export("AWS_REGION", region),
                export("AWS_DEFAULT_REGION", defaultRegion),
                export("AWS_ACCESS_KEY_ID", accessKeyId),
                export("AWS_SECRET_ACCESS_KEY", secretAccessKey),
                "unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN");
    }

    private static String export(String name, String value) {
        return "export " + name + "='" + value.replace("'", "'\\''") + "'";
    }
}
