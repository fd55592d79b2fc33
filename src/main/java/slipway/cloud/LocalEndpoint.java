package slipway.cloud;

import java.net.URI;

/**
 * A running local cloud.
 *
 * @param clockFactor cloud seconds per real second
 */
public record LocalEndpoint(
        URI url, long pid, String region, double clockFactor, String accessKeyId, String secretAccessKey) {

    /** Leaves the secret out: a record's own text would put it into logs. */
    @Override
    public String toString() {
        return "LocalEndpoint[" + url + ", pid " + pid + ", " + region + ", x" + clockFactor + "]";
    }
}
