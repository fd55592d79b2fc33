package slipway.operations.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks the application's address, each time once. Closing it ends what is under way. */
public final class HttpProbe implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(LONGEST)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** @param body its first line */
    public record Answer(int status, String body) {}

    /** The answer; empty when there was none. */
    public Optional<Answer> get(String url) {
        return get(url, Map.of());
    }

    /** As {@link #get(String)}, with request headers by name. */
    public Optional<Answer> get(String url, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(LONGEST);
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofString());
            return Optional.of(new Answer(
                    response.statusCode(), response.body().lines().findFirst().orElse("")));
        } catch (IOException unreachable) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
