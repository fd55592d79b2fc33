/**
 * The data channel of SSM sessions, both ends: the message codec, one reliable stream, the client over a WebSocket, the agent's end for the local cloud, and port sessions.
 * Knows neither AWS's SDK nor a toolkit nor a particular WebSocket server: calls to AWS and frames go through interfaces. May import {@code slipway.async} and Jackson.
 */
@NullMarked
package slipway.channel;

import org.jspecify.annotations.NullMarked;
