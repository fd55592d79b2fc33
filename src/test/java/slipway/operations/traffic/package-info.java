@NullMarked
package slipway.operations.traffic;

import org.jspecify.annotations.NullMarked;
