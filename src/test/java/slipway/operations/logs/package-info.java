@NullMarked
package slipway.operations.logs;

import org.jspecify.annotations.NullMarked;
