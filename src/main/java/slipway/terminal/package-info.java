/**
 * A terminal without a toolkit: bytes of a session in, lines of styled cells out, keys and mouse to bytes. JLine's {@code ScreenTerminal} keeps the
 * screen; in front of it stands a parser that hands it only what it does well, and beside it what it does not keep: colours as they were asked for,
 * links, modes, scrollback. May import JLine and the JDK.
 */
@NullMarked
package slipway.terminal;

import org.jspecify.annotations.NullMarked;
