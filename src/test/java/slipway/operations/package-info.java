@NullMarked
package slipway.operations;

import org.jspecify.annotations.NullMarked;
