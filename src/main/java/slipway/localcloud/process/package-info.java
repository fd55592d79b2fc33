/** Real processes: starts them in sessions of their own, passes their output on by lines, signals and kills whole groups, measures CPU time and memory, and removes what an earlier run left behind. The only place of the local cloud that starts processes. A mechanism: any service may import it; it imports {@code localcloud.state} and {@code slipway.async}. */
@NullMarked
package slipway.localcloud.process;

import org.jspecify.annotations.NullMarked;
