/** What an operator can do, one package per topic. SDK calls go in, records of {@code slipway.model} come out; here, and only here, the SDK's exceptions become {@code Failure}s. May import {@code slipway.cloud}, {@code slipway.model}, {@code slipway.async} and the SDK; the topics do not import each other, but for {@code rollout}, which puts them together. */
@NullMarked
package slipway.operations;

import org.jspecify.annotations.NullMarked;
