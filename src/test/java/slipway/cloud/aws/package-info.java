@NullMarked
package slipway.cloud.aws;

import org.jspecify.annotations.NullMarked;
