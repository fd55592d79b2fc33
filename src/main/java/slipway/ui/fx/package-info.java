/**
 * The bridge to the JavaFX toolkit: the only place of the console that calls {@code Platform} and that creates threads.
 * Work goes out through {@link slipway.ui.fx.Background} and comes back on the UI thread; what a panel subscribes when it
 * is shown it releases when it is hidden. Imports {@code async} and {@code model}.
 */
@NullMarked
package slipway.ui.fx;

import org.jspecify.annotations.NullMarked;
