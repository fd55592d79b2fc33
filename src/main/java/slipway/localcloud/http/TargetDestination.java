package slipway.localcloud.http;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.client.transport.HttpExchange;

/**
 * The way to one target. A connection that cannot be made fails one request, the one that has waited longest. Jetty fails
 * every request that waits at that moment, those too that came when the target was listening again and whose own
 * connection is under way.
 */
class TargetDestination extends HttpDestination {
    /** Those whose waiting requests have not been looked after yet. */
    private final AtomicInteger failures = new AtomicInteger();

    TargetDestination(HttpClient client, Origin origin) {
        super(client, origin);
    }

    @Override
    public void failed(Throwable noConnection) {
        // Taken out of the queue, not only looked at: another thread may just be giving it a connection.
        HttpExchange longest = getHttpExchanges().poll();
        if (longest != null) {
            var _ = longest.getRequest().abort(noConnection);
        }
        lookAfterWaiting();
    }

    /** Each that waits still needs a connection under way. One that fails at once comes back to {@link #failed} from in here. */
    private void lookAfterWaiting() {
        if (failures.getAndIncrement() > 0) {
            return;
        }
        boolean done = false;
        try {
            do {
                succeeded();
            } while (failures.decrementAndGet() > 0);
            done = true;
        } finally {
            if (!done) {
                failures.set(0);
            }
        }
    }
}
