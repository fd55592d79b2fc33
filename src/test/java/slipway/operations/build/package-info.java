@NullMarked
package slipway.operations.build;

import org.jspecify.annotations.NullMarked;
