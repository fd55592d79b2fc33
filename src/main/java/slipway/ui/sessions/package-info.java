/**
 * The Terminal panel: sessions in running tasks, one a tab, with what helps to open them. Imports {@code workspace},
 * {@code controls}, {@code ui.terminal}, {@code fx}, {@code operations}, {@code terminal}, {@code async} and {@code model}.
 */
@NullMarked
package slipway.ui.sessions;

import org.jspecify.annotations.NullMarked;
