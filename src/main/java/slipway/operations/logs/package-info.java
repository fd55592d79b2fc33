/** Reads what tasks wrote. May import {@code slipway.operations}, {@code slipway.cloud}, {@code slipway.model} and the SDK. */
@NullMarked
package slipway.operations.logs;

import org.jspecify.annotations.NullMarked;
