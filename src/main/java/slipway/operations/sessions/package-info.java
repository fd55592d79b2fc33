/** Sessions in running tasks: which tasks there are, irb and shells through {@code ExecuteCommand} and the session channel, forwarded ports, what becomes of a session's task, and a doctor that says why none can be opened. The only place that opens channels. */
@NullMarked
package slipway.operations.sessions;

import org.jspecify.annotations.NullMarked;
