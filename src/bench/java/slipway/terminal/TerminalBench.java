package slipway.terminal;

import com.techsenger.jeditermfx.core.ArrayTerminalDataStream;
import com.techsenger.jeditermfx.core.CursorShape;
import com.techsenger.jeditermfx.core.TerminalDisplay;
import com.techsenger.jeditermfx.core.emulator.JediEmulator;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseFormat;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseMode;
import com.techsenger.jeditermfx.core.model.JediTerminal;
import com.techsenger.jeditermfx.core.model.StyleState;
import com.techsenger.jeditermfx.core.model.TerminalSelection;
import com.techsenger.jeditermfx.core.model.TerminalTextBuffer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;

/**
 * How fast output is parsed and how much memory a full scrollback takes, in turn by this terminal, by JLine's screen alone and by JediTermFX's core. Run by
 * {@code src/bench/terminal}; prints one line a figure.
 */
@NullUnmarked
public final class TerminalBench {
    private static final int MEGABYTE = 1_000_000;
    private static final int COLUMNS = 200;
    private static final int LINES = 10_000;
    private static final int PIECE = 4_096;
    private static final int ROUNDS = 3;

    private TerminalBench() {}

    /** Takes the file to parse, already as large as it shall be. */
    public static void main(String[] arguments) throws IOException {
        byte[] listing = Files.readAllBytes(Path.of(arguments[0]));
        System.out.printf(Locale.ROOT, "input: %.1f MB%n", (double) listing.length / MEGABYTE);
        for (int round = 1; round <= ROUNDS; round++) {
            report(round, "terminal", parse(listing), listing.length);
            report(round, "JLine's screen alone, history cleared by the way", jline(listing), listing.length);
            report(round, "JediTermFX core", jedi(listing), listing.length);
        }
        memory();
    }

    private static void report(int round, String what, long nanos, int bytes) {
        System.out.printf(
                Locale.ROOT,
                "parse, round %d, %s: %.1f MB/s of processor time%n",
                round,
                what,
                bytes * 1e9 / nanos / MEGABYTE);
    }

    /** Of this thread, because other work on the machine stretches any other time. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Terminal terminal(int columns) {
        return new Terminal(columns, 24, LINES, new Terminal.Listener() {
            @Override
            public void reply(byte[] bytes) {}

            @Override
            public void changed() {}
        });
    }

    private static long parse(byte[] bytes) {
        Terminal terminal = terminal(80);
        long before = processorTime();
        for (int at = 0; at < bytes.length; at += PIECE) {
            terminal.write(bytes, at, Math.min(PIECE, bytes.length - at));
        }
        return processorTime() - before;
    }

    private static long jline(byte[] bytes) {
        var screen = new org.jline.utils.ScreenTerminal(80, 24);
        long before = processorTime();
        for (int at = 0; at < bytes.length; at += PIECE) {
            screen.write(new String(bytes, at, Math.min(PIECE, bytes.length - at), StandardCharsets.UTF_8));
            screen.write("\033[3J");
        }
        return processorTime() - before;
    }

    private static long jedi(byte[] bytes) throws IOException {
        JediTerminal terminal = jediTerminal(80);
        long before = processorTime();
        feed(terminal, bytes);
        return processorTime() - before;
    }

    private static void feed(JediTerminal terminal, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += PIECE) {
            char[] piece =
                    new String(bytes, at, Math.min(PIECE, bytes.length - at), StandardCharsets.UTF_8).toCharArray();
            var emulator = new JediEmulator(new ArrayTerminalDataStream(piece), terminal);
            try {
                while (emulator.hasNext()) {
                    emulator.next();
                }
            } catch (com.techsenger.jeditermfx.core.TerminalDataStream.EOF end) {
                // How it says that the piece is over.
            }
        }
    }

    private static JediTerminal jediTerminal(int columns) {
        var style = new StyleState();
        var buffer = new TerminalTextBuffer(columns, 24, style, LINES, null);
        return new JediTerminal(new Display(), buffer, style);
    }

    /** A full scrollback of lines of text, and one of lines that change their colour at every word. */
    private static void memory() throws IOException {
        byte[] text = lines("");
        byte[] coloured = lines("\033[3%dm");
        for (byte[] each : new byte[][] {text, coloured}) {
            String what = each == text ? "text" : "in colours that change every 10 columns";
            long before = used();
            Terminal terminal = terminal(COLUMNS);
            terminal.write(each);
            long own = used() - before;
            System.out.printf(
                    Locale.ROOT,
                    "scrollback of %d lines of %d columns, %s: %.1f MB%n",
                    LINES,
                    COLUMNS,
                    what,
                    (double) own / MEGABYTE);
            before = used();
            JediTerminal jedi = jediTerminal(COLUMNS);
            feed(jedi, each);
            long other = used() - before;
            System.out.printf(Locale.ROOT, "... JediTermFX core: %.1f MB%n", (double) other / MEGABYTE);
            keep(terminal, jedi);
        }
    }

    private static void keep(Object... objects) {
        if (Arrays.asList(objects).contains(null)) {
            throw new IllegalStateException("nothing was kept");
        }
    }

    private static byte[] lines(String colour) {
        var made = new StringBuilder();
        for (int line = 0; line < LINES + 24; line++) {
            for (int column = 0; column < COLUMNS - 10; column += 10) {
                made.append(colour.replace("%d", String.valueOf((line + column / 10) % 8)));
                made.append(String.format(Locale.ROOT, "%09d ", line * 1_000 + column));
            }
            made.append("\033[0m123456789\r\n");
        }
        return made.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long used() {
        for (int time = 0; time < 4; time++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Shows nothing. */
    private static final class Display implements TerminalDisplay {
        @Override
        public void setCursor(int x, int y) {}

        @Override
        public void setCursorShape(CursorShape shape) {}

        @Override
        public void beep() {}

        @Override
        public void scrollArea(int top, int size, int dy) {}

        @Override
        public void setCursorVisible(boolean visible) {}

        @Override
        public void useAlternateScreenBuffer(boolean use) {}

        @Override
        public String getWindowTitle() {
            return "";
        }

        @Override
        public void setWindowTitle(String title) {}

        @Override
        public TerminalSelection getSelection() {
            return null;
        }

        @Override
        public void terminalMouseModeSet(MouseMode mode) {}

        @Override
        public void setMouseFormat(MouseFormat format) {}

        @Override
        public boolean ambiguousCharsAreDoubleWidth() {
            return false;
        }
    }
}
