/**
 * The Overview panel: the topology as a live picture, what happened, which tasks run; before the first deployment the
 * same picture dashed, with the one button that builds it. Imports {@code ui.controls}, {@code ui.fx}, {@code ui.workspace}
 * and {@code model}.
 */
@NullMarked
package slipway.ui.overview;

import org.jspecify.annotations.NullMarked;
