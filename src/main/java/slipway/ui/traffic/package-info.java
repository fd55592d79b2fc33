/**
 * The Traffic panel: a fader for each tier, what the balancers obey and what they counted, and the history of moves. Imports
 * {@code workspace}, {@code controls}, {@code fx}, {@code model} and, in view models, {@code operations} and {@code async}.
 */
@NullMarked
package slipway.ui.traffic;

import org.jspecify.annotations.NullMarked;
