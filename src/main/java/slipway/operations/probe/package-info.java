/** Asks the application itself, over HTTP, whether it answers. The only operations that speak to it. May import {@code slipway.model} and the JDK. */
@NullMarked
package slipway.operations.probe;

import org.jspecify.annotations.NullMarked;
