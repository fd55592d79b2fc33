/** Where the program starts, and the one place that puts its parts together. May import everything; nothing imports it. */
@NullMarked
package slipway.app;

import org.jspecify.annotations.NullMarked;
