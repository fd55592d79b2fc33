package slipway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** The terminal of this process, asked through JLine. Nothing is loaded before it is needed. */
public final class SystemTerminal implements UserTerminal {
    private static final int DEFAULT_WIDTH = 80;

    private final PrintWriter err;
    private @Nullable TerminalProvider provider;

    public SystemTerminal(PrintWriter err) {
        this.err = err;
    }

    @Override
    public boolean canAsk() {
        return provider().map(known -> known.isSystemStream(SystemStream.Input)).orElse(false);
    }

    @Override
    public boolean canRedraw() {
        return !"dumb".equals(System.getenv("TERM"))
                && provider()
                        .map(known -> known.isSystemStream(SystemStream.Output))
                        .orElse(false);
    }

    @Override
    public int width() {
        int width = provider()
                .map(known -> known.systemStreamWidth(SystemStream.Output))
                .orElse(0);
        return width > 0 ? width : DEFAULT_WIDTH;
    }

    /** Native calls first; the programs stty and tty where those are not possible. */
    private synchronized Optional<TerminalProvider> provider() {
        if (provider == null) {
            provider = load("ffm").or(() -> load("exec")).orElse(null);
        }
        return Optional.ofNullable(provider);
    }

    private static Optional<TerminalProvider> load(String name) {
        try {
            return Optional.of(TerminalProvider.load(name));
        } catch (IOException | LinkageError unavailable) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> ask(String question) {
        err.print(question + " ");
        err.flush();
        try {
            // Not closed: standard input belongs to the process.
            return Optional.ofNullable(
                    new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("standard input cannot be read", unreadable);
        }
    }

    @Override
    public Registration onInterrupt(Runnable listener) {
        Object interrupt = Signals.register("INT", listener);
        Object terminate = Signals.register("TERM", listener);
        return () -> {
            Signals.unregister("INT", interrupt);
            Signals.unregister("TERM", terminate);
        };
    }

    @Override
    public void halt(int status) {
        err.flush();
        Runtime.getRuntime().halt(status);
    }
}
