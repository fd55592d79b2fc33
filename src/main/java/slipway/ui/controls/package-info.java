/**
 * The console's own controls: values go in, events come out, nothing is read and nobody is called. Colours come from the
 * style sheets under {@code slipway/ui/css}, never from code. Imports {@code model} and the toolkit.
 */
@NullMarked
package slipway.ui.controls;

import org.jspecify.annotations.NullMarked;
