package slipway.localcloud.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong at the balancers, by the names that an application load balancer's access log has: one JSON object a
 * line for each request that ended in a status of 500 or more, whoever answered, or whose caller left. Two files, {@code
 * balancers-0.log} and the older {@code balancers-1.log}, hold at most 16 MiB: a dead target under load fails thousands of
 * requests a second.
 */
public final class AccessLog implements AutoCloseable {
    private static final int MOST_BYTES = 8 << 20;

    private final FileHandler files;
    private final ObjectMapper json = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    /**
     * A request that failed.
     *
     * @param listener ARN of the listener it came to; null when none serves the port
     * @param targetGroup ARN of the group that was drawn; null when it was none
     * @param target address and port; null when no target was chosen
     * @param client address and port of the caller
     * @param request method, path and query as they were sent
     * @param seconds real time from its arrival
     * @param elbStatusCode what the balancer answered, or passed on
     * @param targetStatusCode what the target answered; null when it did not
     * @param errorReason in words; null when the target's own answer is all there is to say
     */
    public record Entry(
            @Nullable String listener,
            @Nullable String targetGroup,
            @Nullable String target,
            String client,
            String request,
            double seconds,
            int elbStatusCode,
            @Nullable Integer targetStatusCode,
            @Nullable String errorReason) {}

    /** Its time is the wall's, as in every log file: cloud time is the API's. */
    private record Line(Instant time, @JsonUnwrapped Entry entry) {}

    /** @throws UncheckedIOException when the folder cannot be written to */
    public AccessLog(Path folder) {
        this(folder, MOST_BYTES);
    }

    AccessLog(Path folder, int mostBytes) {
        try {
            files = new FileHandler(folder.toString().replace("%", "%%") + "/balancers-%g.log", mostBytes, 2, true);
        } catch (IOException failed) {
            throw new UncheckedIOException("the balancers' log cannot be written in " + folder, failed);
        }
        files.setFormatter(new Formatter() {
            @Override
            public String format(LogRecord line) {
                return line.getMessage() + "\n";
            }
        });
    }

    void write(Entry entry) {
        var line = new LogRecord(Level.WARNING, "");
        try {
            line.setMessage(json.writeValueAsString(new Line(line.getInstant(), entry)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        publish(line);
    }

    /** One at a time: the handler drops what reaches it while it changes files. */
    private synchronized void publish(LogRecord line) {
        files.publish(line);
    }

    @Override
    public void close() {
        files.close();
    }
}
