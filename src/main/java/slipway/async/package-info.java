/** Background work on virtual threads, timers, polling and cancellation; the only place besides the FX bridge that creates threads. Imports nothing but the JDK. */
@NullMarked
package slipway.async;

import org.jspecify.annotations.NullMarked;
