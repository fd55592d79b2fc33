@NullMarked
package slipway.localcloud.logs;

import org.jspecify.annotations.NullMarked;
