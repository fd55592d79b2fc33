package slipway.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Target;

/**
 * A target's time. The local cloud is asked for its own and then reckoned forward by its factor, and asked anew now and then, as
 * both clocks drift; AWS's is this machine's.
 */
final class CloudTime {
    private static final Duration GOOD_FOR = Duration.ofSeconds(20);
    private static final int TIMEOUT_MILLIS = 2000;

    private final SdkCloud.Settings settings;
    private final InstantSource clock;
    private @Nullable Reading reading;

    /** @param factor cloud seconds per real second */
    private record Reading(Instant real, Instant cloud, double factor) {
        Instant at(Instant now) {
            double elapsed = Duration.between(real, now).toNanos() * factor;
            return cloud.plusNanos((long) elapsed);
        }
    }

    CloudTime(SdkCloud.Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    synchronized Instant now() {
        Instant real = clock.instant();
        return switch (settings.target()) {
            case Target.Aws _ -> real;
            case Target.Local _ -> {
                Reading known = reading;
                if (known == null || Duration.between(known.real(), real).compareTo(GOOD_FOR) > 0) {
                    known = ask(real, known);
                    reading = known;
                }
                yield known.at(real);
            }
        };
    }

    /** A local cloud that does not answer just now keeps the time it had. */
    private Reading ask(Instant real, @Nullable Reading known) {
        try {
            URI url = settings.endpoint().orElseThrow().resolve("/_slipway/now");
            var connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream answer = connection.getInputStream()) {
                JsonNode document = JsonMapper.builder().build().readTree(answer);
                return new Reading(
                        real,
                        Instant.parse(document.required("now").asText()),
                        document.required("factor").asDouble());
            }
        } catch (IOException unreachable) {
            return known == null ? new Reading(real, real, settings.clockFactor()) : known;
        }
    }
}
