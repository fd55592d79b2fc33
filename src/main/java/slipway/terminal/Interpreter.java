package slipway.terminal;

import java.util.Arrays;

/**
 * Obeys what the parser found: text and controls itself, sequences and strings through its two companions. It holds what they share: saved
 * cursors, tab stops, modes, title.
 */
final class Interpreter implements Parser.Handler {
    /** What DECSC saves beside the position, which JLine keeps. */
    private record Saved(Style style, Charsets charsets, boolean autowrap, boolean origin) {
        static final Saved INITIAL = new Saved(Style.PLAIN, new Charsets(), true, false);
    }

    /** What goes beyond the screen. */
    interface Outside {
        /** Bytes for the session, as characters below 0x80. */
        void reply(String ascii);

        void bell();

        void title(String title);

        void clearScrollback();

        Palette palette();
    }

    private final Screen screen;
    private final Printer printer;
    private final Outside outside;
    private final ModeSwitches switches = new ModeSwitches();
    private final TabStops tabs = new TabStops();
    private final ControlSequences sequences;
    private final Strings strings;
    private final Saved[] saved = {Saved.INITIAL, Saved.INITIAL};

    Interpreter(Screen screen, Printer printer, Outside outside) {
        this.screen = screen;
        this.printer = printer;
        this.outside = outside;
        this.strings = new Strings(printer, outside);
        this.sequences = new ControlSequences(this, screen, printer, switches, tabs, strings, outside);
    }

    Modes modes() {
        return switches.modes(screen.alternate());
    }

    @Override
    public void text(byte[] ascii, int from, int to) {
        printer.print(ascii, from, to);
    }

    @Override
    public void character(int codePoint) {
        printer.print(codePoint);
    }

    @Override
    public void control(int control) {
        switch (control) {
            case 0x07 -> outside.bell();
            case 0x08 -> {
                printer.forgetLast();
                screen.moveTo(screen.column() - 1);
            }
            case 0x09 -> tab(1);
            case 0x0a, 0x0b, 0x0c -> {
                lineFeed();
                if (switches.newLine) {
                    screen.carriageReturn();
                }
            }
            case 0x0d -> {
                printer.forgetLast();
                screen.carriageReturn();
            }
            case 0x0e -> printer.charsets().use(1);
            case 0x0f -> printer.charsets().use(0);
            default -> {}
        }
    }

    private void lineFeed() {
        printer.forgetLast();
        screen.ground(printer.penNumber());
        screen.lineFeed();
    }

    /** A tab at the margin moves nothing and leaves a pending wrap as it is. */
    void tab(int times) {
        int target = tabs.after(screen.column(), times, screen.columns());
        if (target != screen.column()) {
            printer.forgetLast();
            screen.moveTo(target);
        }
    }

    @Override
    public void escape(char intermediate, char last) {
        if (intermediate == 0) {
            escape(last);
        } else if (intermediate >= '(' && intermediate <= '+') {
            printer.charsets().designate(intermediate - '(', last);
        } else if (intermediate == '#' && last == '8') {
            printer.forgetLast();
            screen.style(0);
            screen.sequence("\033[r\033#8");
        }
    }

    private void escape(char last) {
        switch (last) {
            case '7' -> saveCursor();
            case '8' -> restoreCursor();
            case 'D' -> lineFeed();
            case 'E' -> {
                lineFeed();
                screen.carriageReturn();
            }
            case 'H' -> tabs.set(screen.column());
            case 'M' -> {
                printer.forgetLast();
                screen.ground(printer.penNumber());
                screen.sequence("\033M");
            }
            case 'N' -> printer.charsets().useOnce(2);
            case 'O' -> printer.charsets().useOnce(3);
            case 'n' -> printer.charsets().use(2);
            case 'o' -> printer.charsets().use(3);
            case 'Z' -> sequences.attributes();
            case 'c' -> reset();
            case '=' -> switches.applicationKeypad = true;
            case '>' -> switches.applicationKeypad = false;
            default -> {}
        }
    }

    @Override
    public void sequence(char marker, Parameters parameters, char intermediate, char last) {
        sequences.obey(marker, parameters, intermediate, last);
    }

    @Override
    public void string(char kind, String content) {
        strings.obey(kind, content);
    }

    private int display() {
        return screen.alternate() ? 1 : 0;
    }

    void saveCursor() {
        saved[display()] = new Saved(printer.style(), printer.charsets().copy(), printer.autowrap(), switches.origin);
        screen.sequence("\0337");
    }

    void restoreCursor() {
        Saved taken = saved[display()];
        printer.forgetLast();
        printer.changePen().take(taken.style());
        printer.charsets(taken.charsets().copy());
        printer.autowrap(taken.autowrap());
        switches.origin = taken.origin();
        screen.sequence("\0338");
        screen.styleUnknown();
    }

    /** Shows the other screen or the main one; modes 47 and 1047 leave the cursor alone, 1049 saves and restores it. */
    void alternate(boolean on, boolean withCursor) {
        if (on == screen.alternate()) {
            return;
        }
        printer.forgetLast();
        if (on && withCursor) {
            saveCursor();
        }
        screen.style(printer.penNumber());
        screen.alternate(on);
        if (!on && withCursor) {
            restoreCursor();
        }
    }

    /** DECSTR: modes, margins and looks as at the beginning; text and cursor stay. */
    void soften() {
        switches.soften();
        printer.reset();
        keepingCursor("\033[4l\033[?6l\033[r");
        saved[display()] = Saved.INITIAL;
    }

    /** Before and after the screen is written anew: nothing is inserted, and rows count from the top. */
    void resize(Runnable deed) {
        printer.forgetLast();
        sequences.sizeChanged();
        screen.settle();
        keepingCursor("\033[4l\033[?6l");
        deed.run();
        keepingCursor((printer.inserting() ? "\033[4h" : "") + (switches.origin ? "\033[?6h" : ""));
        screen.flush();
    }

    private void keepingCursor(String sequence) {
        int row = screen.row();
        int column = screen.column();
        screen.sequence(sequence);
        screen.place(row, column);
    }

    private void reset() {
        sequences.sizeChanged();
        printer.reset();
        tabs.reset();
        switches.reset();
        strings.reset();
        Arrays.fill(saved, Saved.INITIAL);
        screen.reset();
    }
}
