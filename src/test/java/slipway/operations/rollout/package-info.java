@NullMarked
package slipway.operations.rollout;

import org.jspecify.annotations.NullMarked;
