package slipway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.impl.DumbTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import slipway.async.ProcessExit;

/** The terminal that this process was started from, as JLine finds it. It is looked at when it is first asked for. */
public final class SystemTerminal implements UserTerminal {
    private static final int USUAL_WIDTH = 80;

    private final InputStream in;
    private final OutputStream out;
    private final PrintWriter err;
    private final Map<String, String> environment;
    private @Nullable TerminalProvider provider;
    private @Nullable BufferedReader lines;

    /**
     * @param in standard input
     * @param out standard output
     * @param err standard error
     * @param environment the process's variables
     */
    public SystemTerminal(InputStream in, OutputStream out, PrintWriter err, Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public boolean canAsk() {
        return provider().isSystemStream(SystemStream.Input) && provider().isSystemStream(SystemStream.Error);
    }

    @Override
    public boolean canRedraw() {
        return provider().isSystemStream(SystemStream.Error) && !"dumb".equals(environment.get("TERM"));
    }

    @Override
    public int width() {
        int width = provider().isSystemStream(SystemStream.Error)
                ? provider().systemStreamWidth(SystemStream.Error)
                : USUAL_WIDTH;
        return width > 0 ? width : USUAL_WIDTH;
    }

    private synchronized TerminalProvider provider() {
        if (provider == null) {
            provider = load("ffm").or(() -> load("exec")).orElseGet(DumbTerminalProvider::new);
        }
        return provider;
    }

    /** By native calls first; by the programs tty and stty where those are not possible. */
    private static Optional<TerminalProvider> load(String name) {
        try {
            return Optional.of(TerminalProvider.load(name));
        } catch (IOException | LinkageError unavailable) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized Optional<String> ask(String question) {
        err.print(question + " ");
        err.flush();
        if (lines == null) {
            lines = new BufferedReader(new InputStreamReader(in, charset()));
        }
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Charset charset() {
        return Charset.forName(System.getProperty("stdin.encoding", "UTF-8"), Charset.defaultCharset());
    }

    @Override
    public InputStream input() {
        return in;
    }

    @Override
    public OutputStream output() {
        return out;
    }

    @Override
    public Optional<Keyboard> keyboard() {
        return provider().isSystemStream(SystemStream.Input) && provider().isSystemStream(SystemStream.Output)
                ? RawKeyboard.open(provider())
                : Optional.empty();
    }

    @Override
    public Registration onControlC(Runnable listener) {
        return registered("INT", listener);
    }

    @Override
    public Registration onResize(Runnable listener) {
        return registered("WINCH", listener);
    }

    @Override
    public void beforeExit(Runnable work) {
        ProcessExit.before("before the exit", work);
    }

    private static Registration registered(String signal, Runnable listener) {
        Handled before = handle(signal, listener);
        return () -> Signals.unregister(before.name(), before.former());
    }

    @Override
    public Registration onInterrupt(Runnable listener) {
        List<Handled> before = List.of(handle("INT", listener), handle("TERM", listener));
        return () -> before.forEach(signal -> Signals.unregister(signal.name(), signal.former()));
    }

    private static Handled handle(String signal, Runnable listener) {
        return new Handled(signal, Signals.register(signal, listener));
    }

    /** @param former JLine's own record of the handler that was there */
    private record Handled(String name, Object former) {}
}
