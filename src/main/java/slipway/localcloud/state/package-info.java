/** What every service of the local cloud stands on: the scaled clock, the place (account and region), the state folder with its documents, and loopback addresses that are kept for life. A mechanism, not an AWS service: any service may import it; it imports only {@code slipway.async}, Jackson and the SDK's core. */
@NullMarked
package slipway.localcloud.state;

import org.jspecify.annotations.NullMarked;
