package slipway.localcloud.http;

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
    TargetDestination(HttpClient client, Origin origin) {
        super(client, origin);
    }

    @Override
    public void failed(Throwable noConnection) {
        HttpExchange longest = getHttpExchanges().peek();
        if (longest != null) {
            var _ = longest.getRequest().abort(noConnection);
        }
        // Looks after those that wait still: each needs a connection under way.
        succeeded();
    }
}
