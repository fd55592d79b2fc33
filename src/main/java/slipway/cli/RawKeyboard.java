package slipway.cli;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** The process's terminal by JLine: its modes and its size. Keys and output go by the process's own streams. */
final class RawKeyboard implements UserTerminal.Keyboard {
    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;

    private final Terminal terminal;
    private final Attributes before;

    private RawKeyboard(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
    }

    /** Empty where the terminal cannot be told to hand on keys. */
    static Optional<UserTerminal.Keyboard> open(TerminalProvider provider) {
        try {
            Terminal terminal = provider.sysTerminal(
                    "slipway",
                    "ansi",
                    false,
                    StandardCharsets.UTF_8,
                    StandardCharsets.UTF_8,
                    StandardCharsets.UTF_8,
                    false,
                    Terminal.SignalHandler.SIG_DFL,
                    true,
                    SystemStream.Output);
            return Optional.of(new RawKeyboard(terminal));
        } catch (IOException | IOError | UncheckedIOException | UnsupportedOperationException impossible) {
            return Optional.empty();
        }
    }

    @Override
    public UserTerminal.Size size() {
        try {
            Size size = terminal.getSize();
            if (size.getColumns() > 0 && size.getRows() > 0) {
                return new UserTerminal.Size(size.getColumns(), size.getRows());
            }
        } catch (IOError | UncheckedIOException untold) {
            // As one that says nothing.
        }
        return new UserTerminal.Size(USUAL_COLUMNS, USUAL_ROWS);
    }

    /**
     * Not JLine's own raw mode: that leaves Ctrl-C, Ctrl-Z and Ctrl-\ to this process and line feeds to the terminal, and they
     * are for the program at the other end.
     */
    @Override
    public UserTerminal.Registration raw() {
        var raw = new Attributes(before);
        raw.setLocalFlags(
                EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ECHONL, LocalFlag.ISIG, LocalFlag.IEXTEN),
                false);
        raw.setInputFlags(
                EnumSet.of(
                        InputFlag.ICRNL,
                        InputFlag.INLCR,
                        InputFlag.IGNCR,
                        InputFlag.IXON,
                        InputFlag.ISTRIP,
                        InputFlag.BRKINT,
                        InputFlag.PARMRK),
                false);
        raw.setOutputFlag(OutputFlag.OPOST, false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        terminal.setAttributes(raw);
        return this::giveBack;
    }

    private void giveBack() {
        try {
            terminal.setAttributes(before);
        } catch (IllegalStateException closed) {
            // At the end of the program JLine may be first: it closes its terminal, and gives it back as it was.
            return;
        }
    }
}
