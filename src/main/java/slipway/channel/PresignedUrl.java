package slipway.channel;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells stream URLs that carry their signature. They are opened as they are: a second signature would spoil the first. */
public final class PresignedUrl {
    private static final Set<String> PARAMETERS = Set.of(
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Signature",
            "X-Amz-Security-Token");

    private PresignedUrl() {}

    /** Whether the query holds any parameter of a signature. */
    public static boolean is(URI url) {
        @Nullable String query = url.getRawQuery();
        if (query == null) {
            return false;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (PARAMETERS.contains(equals < 0 ? parameter : parameter.substring(0, equals))) {
                return true;
            }
        }
        return false;
    }
}
