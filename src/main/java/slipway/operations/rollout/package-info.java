/** Whole environments: the plan of stacks, their wiring, the deployment that carries it out or continues it, and the deletion. The only operations that import the other topics. */
@NullMarked
package slipway.operations.rollout;

import org.jspecify.annotations.NullMarked;
