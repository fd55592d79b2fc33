/**
 * The terminal as a control: what {@code slipway.terminal} keeps, drawn on a canvas once a pulse at most; keys, mouse and text out as bytes. Knows nothing
 * of sessions. May import terminal, controls, fx and JavaFX.
 */
@NullMarked
package slipway.ui.terminal;

import org.jspecify.annotations.NullMarked;
