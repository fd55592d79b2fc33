/** AWS STS of the local cloud: who the caller is. Imports {@code state} and the SDK. */
@NullMarked
package slipway.localcloud.sts;

import org.jspecify.annotations.NullMarked;
