package slipway.localcloud.http;

/** Decides for each request that arrives at a door. Called for every request, from many threads: it must not block. */
public interface Router {
    Route route(Call call);

    /** ARN of the listener that it decides for, for the log. */
    String listener();

    ProxySettings settings();

    /** Counts every request that arrives, whoever answers it. */
    TrafficCounter traffic();
}
