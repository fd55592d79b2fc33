/** What the console and the command line talk about: immutable records, enums and sealed states, and the {@code Failure}s an operator can meet. Imports nothing but the JDK. */
@NullMarked
package slipway.model;

import org.jspecify.annotations.NullMarked;
