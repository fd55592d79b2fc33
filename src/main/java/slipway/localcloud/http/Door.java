package slipway.localcloud.http;

/** A port that takes requests, at one address or two. Until it has a router it answers 503. */
public interface Door extends AutoCloseable {
    int port();

    /** Each request from now on goes where this router says. */
    void serve(Router router);

    /** Takes the router away again: 503. */
    void shut();

    /** Frees the port and ends its connections. */
    @Override
    void close();
}
