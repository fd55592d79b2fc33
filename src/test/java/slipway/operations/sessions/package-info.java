@NullMarked
package slipway.operations.sessions;

import org.jspecify.annotations.NullMarked;
