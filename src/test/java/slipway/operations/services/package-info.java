@NullMarked
package slipway.operations.services;

import org.jspecify.annotations.NullMarked;
