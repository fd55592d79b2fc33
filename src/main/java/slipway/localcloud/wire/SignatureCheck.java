package slipway.localcloud.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies Signature Version 4 of a request's Authorization header, as "Signing AWS API requests" of the IAM user guide
 * describes it. Uses wall time, because callers sign with theirs.
 */
class SignatureCheck {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256\\s+"
            + "Credential=(?<key>[^/,\\s]+)/(?<date>\\d{8})/(?<region>[^/,\\s]+)/(?<service>[^/,\\s]+)/aws4_request\\s*,\\s*"
            + "SignedHeaders=(?<headers>[^,\\s]+)\\s*,\\s*Signature=(?<signature>[0-9a-f]{64})");
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final AccessKey key;
    private final InstantSource wall;

    SignatureCheck(AccessKey key, InstantSource wall) {
        this.key = key;
        this.wall = wall;
    }

    /**
     * Returns the service of the credential scope.
     *
     * @throws WireException 403 with AWS's code when the signature is missing, malformed, stale or wrong
     */
    String verify(WireRequest request) {
        String header = request.header("authorization");
        if (header == null) {
            throw new WireException(403, "MissingAuthenticationToken", "Missing Authentication Token");
        }
        Matcher authorization = AUTHORIZATION.matcher(header);
        if (!authorization.matches()) {
            throw new WireException(
                    403,
                    "IncompleteSignature",
                    "The Authorization header is not a Signature Version 4 of AWS4-HMAC-SHA256.");
        }
        if (!authorization.group("key").equals(key.id())) {
            throw new WireException(
                    403, request.protocol().unknownKeyCode(), "The security token included in the request is invalid.");
        }
        String date = request.header("x-amz-date");
        if (date == null) {
            throw new WireException(403, "IncompleteSignature", "The request has no X-Amz-Date header.");
        }
        checkAge(date, authorization.group("date"));
        List<String> signed = List.of(authorization.group("headers").split(";"));
        if (!signed.contains("host")) {
            throw new WireException(403, "IncompleteSignature", "The signature does not cover the host header.");
        }
        String scope = authorization.group("date") + "/" + authorization.group("region") + "/"
                + authorization.group("service") + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + hex(sha256(canonical(request, signed).getBytes(StandardCharsets.UTF_8)));
        byte[] expected = sign(authorization, toSign);
        byte[] actual = HexFormat.of().parseHex(authorization.group("signature"));
        if (!MessageDigest.isEqual(expected, actual)) {
            throw new WireException(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided. Check your AWS"
                            + " Secret Access Key and signing method. Consult the service documentation for details.");
        }
        return authorization.group("service");
    }

    private void checkAge(String date, String scopeDate) {
        Instant signedAt;
        try {
            signedAt = AMZ_DATE.parse(date, Instant::from);
        } catch (DateTimeException wrong) {
            throw new WireException(403, "IncompleteSignature", "X-Amz-Date '" + date + "' is not a date.");
        }
        Instant now = wall.instant();
        if (!date.startsWith(scopeDate) || Duration.between(signedAt, now).abs().compareTo(SKEW) > 0) {
            throw new WireException(
                    403,
                    "SignatureDoesNotMatch",
                    "Signature expired or not yet current: signed at " + date + ", now " + AMZ_DATE.format(now) + ".");
        }
    }

    private static String canonical(WireRequest request, List<String> signed) {
        String headers = signed.stream()
                .map(name -> name + ":"
                        + String.join(",", request.headers(name)).strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return request.method() + "\n" + canonicalPath(request.rawPath()) + "\n" + canonicalQuery(request.rawQuery())
                + "\n" + headers + "\n" + String.join(";", signed) + "\n" + hex(sha256(request.signedBody()));
    }

    /** Every service but S3 signs the path encoded once more than it is sent. */
    private static String canonicalPath(String rawPath) {
        if (rawPath.isEmpty()) {
            return "/";
        }
        return Arrays.stream(rawPath.split("/", -1)).map(SignatureCheck::encode).collect(Collectors.joining("/"));
    }

    private static String canonicalQuery(String rawQuery) {
        if (rawQuery.isEmpty()) {
            return "";
        }
        return Arrays.stream(rawQuery.split("&"))
                .map(pair -> pair.indexOf('=') < 0 ? pair + "=" : pair)
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encode(String segment) {
        var encoded = new StringBuilder();
        for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if ((character >= 'A' && character <= 'Z')
                    || (character >= 'a' && character <= 'z')
                    || (character >= '0' && character <= '9')
                    || "-_.~".indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private byte[] sign(Matcher authorization, String toSign) {
        byte[] secret = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        byte[] dateKey = hmac(secret, authorization.group("date"));
        byte[] regionKey = hmac(dateKey, authorization.group("region"));
        byte[] serviceKey = hmac(regionKey, authorization.group("service"));
        return hmac(hmac(serviceKey, "aws4_request"), toSign);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
