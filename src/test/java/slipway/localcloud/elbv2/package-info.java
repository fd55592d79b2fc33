/** Tests of Elastic Load Balancing, against real servers on loopback and a clock that stands still. */
@NullMarked
package slipway.localcloud.elbv2;

import org.jspecify.annotations.NullMarked;
