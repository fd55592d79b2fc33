/** Tests of the balancers' data plane, against real servers on loopback. */
@NullMarked
package slipway.localcloud.http;

import org.jspecify.annotations.NullMarked;
