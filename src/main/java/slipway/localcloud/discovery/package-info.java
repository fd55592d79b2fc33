/** Names without DNS: what Cloud Map does for a private namespace. A discovery service owns a loopback address for its life, at which a TCP relay reaches its current instances, and host names in environment values are rewritten to that address. A mechanism: any service of the local cloud may import it; it imports {@code localcloud.state} and {@code slipway.async}. */
@NullMarked
package slipway.localcloud.discovery;

import org.jspecify.annotations.NullMarked;
