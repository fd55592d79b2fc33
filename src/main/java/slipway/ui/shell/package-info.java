/**
 * The window: top bar, navigation, the panel that is shown, status bar, palette, dialogs, themes and keys. Panels are
 * listed in {@link slipway.ui.shell.Panels}, one line each. Imports {@code slipway.ui.*}, {@code model}, {@code cloud.Target}
 * and {@code async}.
 */
@NullMarked
package slipway.ui.shell;

import org.jspecify.annotations.NullMarked;
