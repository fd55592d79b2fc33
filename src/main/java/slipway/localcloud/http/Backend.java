package slipway.localcloud.http;

import java.util.concurrent.atomic.AtomicInteger;

/** One target as the data plane sees it: an address and the number of requests it has not answered yet. */
public final class Backend {
    private final String host;
    private final int port;
    private final AtomicInteger outstanding = new AtomicInteger();

    public Backend(String host, int port) {
        this.host = host;
        this.port = port;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** Requests that were sent, or are about to be, and have not ended. */
    public int outstanding() {
        return outstanding.get();
    }

    void begin() {
        outstanding.incrementAndGet();
    }

    void end() {
        outstanding.decrementAndGet();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
