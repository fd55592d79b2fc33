/**
 * What the panels share: the target and the environment that were chosen, what was last read of it, and the operation
 * under way. View models only: properties, no nodes, no SDK. Everything outside comes in through
 * {@link slipway.ui.workspace.ConsoleServices}, which the composition root fills. Imports {@code model}, {@code async},
 * {@code operations}, {@code cloud.Target} and {@code ui.fx}.
 */
@NullMarked
package slipway.ui.workspace;

import org.jspecify.annotations.NullMarked;
