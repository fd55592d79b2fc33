@NullMarked
package slipway.operations.probe;

import org.jspecify.annotations.NullMarked;
