/**
 * Which containers a session can be opened in: what Systems Manager knows of an agent that has connected to it. Whoever runs a
 * container connects an agent for it, and whoever opens sessions finds it by its target id. A mechanism: any service of the
 * local cloud may import it; it imports {@code localcloud.process} and
 * {@code slipway.async}.
 */
@NullMarked
package slipway.localcloud.agents;

import org.jspecify.annotations.NullMarked;
