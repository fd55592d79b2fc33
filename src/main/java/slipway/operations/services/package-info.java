/** Reads what runs: stacks, services, tasks, weights, addresses, and who is asking. May import {@code slipway.operations}, {@code slipway.cloud}, {@code slipway.model} and the SDK. */
@NullMarked
package slipway.operations.services;

import org.jspecify.annotations.NullMarked;
