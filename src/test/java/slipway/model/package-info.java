@NullMarked
package slipway.model;

import org.jspecify.annotations.NullMarked;
