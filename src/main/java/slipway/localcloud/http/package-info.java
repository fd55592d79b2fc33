/** The data plane of load balancers: reverse proxies on loopback addresses, their targets, health probes and traffic counts. A mechanism, not an AWS service: it knows no SDK types, is told by a {@link slipway.localcloud.http.Router} where each request goes, and imports Jetty and {@code slipway.async} only. */
@NullMarked
package slipway.localcloud.http;

import org.jspecify.annotations.NullMarked;
