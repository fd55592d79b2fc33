@NullMarked
package slipway.operations.stacks;

import org.jspecify.annotations.NullMarked;
