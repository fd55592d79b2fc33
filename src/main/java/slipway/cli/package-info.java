/** The command line, on picocli: options in, sentences or JSON out, exit status 0 done, 1 failed, 2 wrong usage, 3 refused by a guard. May import {@code slipway.operations}, {@code slipway.cloud}, {@code slipway.model}, {@code slipway.async}, picocli and JLine. */
@NullMarked
package slipway.cli;

import org.jspecify.annotations.NullMarked;
