package slipway.localcloud.http;

import java.util.List;

/** A request as a router sees it. */
public interface Call {
    String method();

    /** The path as it was sent, neither decoded nor normalised: {@code /sum}. */
    String path();

    /** The query as it was sent, without the question mark; empty when there is none. */
    String query();

    /** The host that was asked for, without its port. */
    String host();

    /** The port that was connected to. */
    int port();

    /** The values of a header, whatever its case. */
    List<String> header(String name);
}
