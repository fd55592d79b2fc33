/** What an operation needs to know of the target it acts on: which one it is, the SDK's synchronous client of each AWS service, and how many calls were made. May import the SDK and {@code slipway.model}. */
@NullMarked
package slipway.cloud;

import org.jspecify.annotations.NullMarked;
