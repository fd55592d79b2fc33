/** Weights of blue and green: reads them with what came of them, and moves them by the one procedure of every writer. May import {@code slipway.operations}, {@code slipway.async}, {@code slipway.cloud}, {@code slipway.model} and the SDK. */
@NullMarked
package slipway.operations.traffic;

import org.jspecify.annotations.NullMarked;
