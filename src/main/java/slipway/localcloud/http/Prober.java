package slipway.localcloud.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;

/** Asks a target whether it is well. */
public final class Prober {
    private static final int MOST_BYTES = 1 << 20;

    private final HttpClient client;

    Prober(HttpClient client) {
        this.client = client;
    }

    /** What a probe found. */
    public sealed interface Result {
        /** It answered with this status. */
        record Answered(int status) implements Result {}

        /** It did not answer in time. */
        record TimedOut() implements Result {}

        /** It could not be reached, or ended the connection. */
        record Failed(String cause) implements Result {}
    }

    /**
     * Sends one GET on a connection of its own and waits for the answer.
     *
     * @param timeout real time, for all of it
     */
    public Result probe(String host, int port, String path, Duration timeout) {
        try {
            // The tag keeps probes out of the queue and the connections of the traffic.
            var request = client.newRequest(host, port)
                    .path(path)
                    .tag("probe")
                    .agent("ELB-HealthChecker/2.0")
                    .headers(headers -> headers.put(HttpHeader.CONNECTION, "close"))
                    .idleTimeout(timeout.toMillis() + 1000, TimeUnit.MILLISECONDS)
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            var answer = new CompletableResponseListener(request, MOST_BYTES).send();
            return new Result.Answered(answer.get().getStatus());
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return cause instanceof TimeoutException
                    ? new Result.TimedOut()
                    : new Result.Failed(String.valueOf(cause.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Result.Failed("interrupted");
        }
    }
}
