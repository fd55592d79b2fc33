package slipway.localcloud.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came, independent of the server.
 *
 * @param rawPath the path still encoded
 * @param rawQuery the query still encoded, empty when there is none
 * @param fields header values by lower-case name
 * @param signedBody the bytes that the caller signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: a carrier between server and dispatcher
record WireRequest(
        String method, String rawPath, String rawQuery, Map<String, List<String>> fields, byte[] signedBody) {
    private static final int LARGEST_BODY = 64 << 20;

    @Nullable
    String header(String lowerCaseName) {
        List<String> values = headers(lowerCaseName);
        return values.isEmpty() ? null : values.getFirst();
    }

    List<String> headers(String lowerCaseName) {
        return fields.getOrDefault(lowerCaseName, List.of());
    }

    /** Which protocol the caller speaks, seen from its headers alone. */
    Protocol protocol() {
        if ("rpc-v2-cbor".equals(header("smithy-protocol"))) {
            return Protocol.CBOR;
        }
        return header("x-amz-target") != null ? Protocol.JSON : Protocol.QUERY;
    }

    /** The body with its content encoding undone; SDKs compress large PutMetricData requests. */
    byte[] body() {
        String encoding = header("content-encoding");
        if (encoding == null || !encoding.toLowerCase(Locale.ROOT).equals("gzip")) {
            return signedBody;
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(signedBody))) {
            var plain = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = gzip.read(buffer); read >= 0; read = gzip.read(buffer)) {
                plain.write(buffer, 0, read);
                if (plain.size() > LARGEST_BODY) {
                    throw new WireException(413, "RequestEntityTooLarge", "The request unpacks to over 64 MiB.");
                }
            }
            return plain.toByteArray();
        } catch (IOException wrong) {
            throw new WireException(400, "SerializationException", "The body is not gzip: " + wrong.getMessage());
        }
    }
}
