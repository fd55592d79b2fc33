/** Computes from declared resources who can be reached from the internet. May import {@code slipway.operations} and {@code slipway.model}; it calls nothing. */
@NullMarked
package slipway.operations.exposure;

import org.jspecify.annotations.NullMarked;
