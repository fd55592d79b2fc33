/** CloudWatch Logs of the local cloud: groups, streams and their events, kept in files under a cap. Imports {@code state} and the SDK. */
@NullMarked
package slipway.localcloud.logs;

import org.jspecify.annotations.NullMarked;
