/** Asks the application itself, over HTTP: whether it answers, and again and again in the place of callers. The only operations that speak to it. May import {@code slipway.model}, {@code slipway.async} and the JDK. */
@NullMarked
package slipway.operations.probe;

import org.jspecify.annotations.NullMarked;
