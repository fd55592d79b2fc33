/**
 * The local cloud: composes one implementation per AWS service, serves them on one loopback endpoint, and keeps their
 * state. Imports its own subpackages, {@code slipway.async} and the SDK's interfaces.
 */
@NullMarked
package slipway.localcloud;

import org.jspecify.annotations.NullMarked;
