/**
 * The Logs panel: what tasks write, as they write it. Imports {@code workspace}, {@code controls}, {@code fx},
 * {@code async} and {@code model}.
 */
@NullMarked
package slipway.ui.logs;

import org.jspecify.annotations.NullMarked;
