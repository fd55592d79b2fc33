package slipway.terminal;

/**
 * Obeys control sequences (CSI …), as xterm's ctlseqs names them. Those that JLine does well are handed on with plain numbers; the rest is done here or
 * passed over, also those of protocols which the terminal does not speak.
 */
final class ControlSequences {
    private final Interpreter interpreter;
    private final Screen screen;
    private final Printer printer;
    private final ModeSwitches switches;
    private final TabStops tabs;
    private final Strings strings;
    private final Interpreter.Outside outside;

    /** The first row of the scrolled area. */
    private int top;

    ControlSequences(
            Interpreter interpreter,
            Screen screen,
            Printer printer,
            ModeSwitches switches,
            TabStops tabs,
            Strings strings,
            Interpreter.Outside outside) {
        this.interpreter = interpreter;
        this.screen = screen;
        this.printer = printer;
        this.switches = switches;
        this.tabs = tabs;
        this.strings = strings;
        this.outside = outside;
    }

    void obey(char marker, Parameters parameters, char intermediate, char last) {
        if (intermediate != 0) {
            withIntermediate(marker, parameters, intermediate, last);
            return;
        }
        switch (marker) {
            case 0 -> plain(parameters, last);
            case '?' -> questioned(parameters, last);
            case '>' -> {
                if (last == 'c') {
                    outside.reply("\033[>0;276;0c");
                }
            }
            default -> {}
        }
    }

    private void withIntermediate(char marker, Parameters parameters, char intermediate, char last) {
        if (intermediate == '!' && last == 'p') {
            interpreter.soften();
            top = 0;
        } else if (intermediate == ' ' && last == 'q') {
            switches.cursorShape = switch (parameters.number(0, 0)) {
                case 3, 4 -> CursorShape.UNDERLINE;
                case 5, 6 -> CursorShape.BAR;
                default -> CursorShape.BLOCK;
            };
        } else if (intermediate == '$' && last == 'p') {
            reportMode(marker, parameters.number(0, 0));
        }
    }

    private void plain(Parameters parameters, char last) {
        if (last == 'm') {
            printer.changePen().obey(parameters);
            return;
        }
        if (last == 'b') {
            printer.repeat(parameters.positive(0));
            return;
        }
        if (!reported(parameters, last)) {
            if (last != 'h' && last != 'l') {
                printer.forgetLast();
            }
            if (!moved(parameters, last)) {
                changed(parameters, last);
            }
        }
    }

    private boolean reported(Parameters parameters, char last) {
        switch (last) {
            case 'c' -> {
                if (parameters.number(0, 0) == 0) {
                    attributes();
                }
            }
            case 'n' -> {
                switch (parameters.number(0, 0)) {
                    case 5 -> outside.reply("\033[0n");
                    case 6 -> outside.reply("\033[" + position() + "R");
                    default -> {}
                }
            }
            case 't' -> window(parameters);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A VT220 with colours. */
    void attributes() {
        outside.reply("\033[?62;22c");
    }

    private String position() {
        int row = screen.row() - (switches.origin ? top : 0);
        return (row + 1) + ";" + (screen.column() + 1);
    }

    private void window(Parameters parameters) {
        switch (parameters.number(0, 0)) {
            case 18 -> outside.reply("\033[8;" + screen.rows() + ";" + screen.columns() + "t");
            case 22 -> strings.pushTitle();
            case 23 -> strings.popTitle();
            default -> {}
        }
    }

    private boolean moved(Parameters parameters, char last) {
        int times = parameters.positive(0);
        switch (last) {
            case 'A', 'B', 'E', 'F' -> screen.sequence("\033[" + times + last);
            case 'k' -> screen.sequence("\033[" + times + 'A');
            case 'e' -> screen.sequence("\033[" + times + 'B');
            case 'C', 'a' -> screen.moveTo(screen.column() + times);
            case 'D', 'j' -> screen.moveTo(screen.column() - times);
            case 'G', '`' -> screen.moveTo(times - 1);
            case 'H', 'f' -> screen.moveTo(times - 1, parameters.positive(1) - 1);
            case 'd' -> screen.sequence("\033[" + times + 'd');
            case 'I' -> interpreter.tab(times);
            case 'Z' -> screen.moveTo(tabs.before(screen.column(), times));
            case 's' -> interpreter.saveCursor();
            case 'u' -> interpreter.restoreCursor();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void changed(Parameters parameters, char last) {
        int times = parameters.positive(0);
        switch (last) {
            case 'J' -> eraseDisplay(parameters.number(0, 0));
            case 'K' -> eraseLine(parameters.number(0, 0));
            case '@', 'P', 'X', 'S' -> filling("\033[" + times + last);
            case 'L' -> {
                filling("\033[" + times + 'L');
                screen.carriageReturn();
            }
            case 'M' -> {
                screen.ground(printer.penNumber());
                screen.dropping("\033[" + times + 'M');
                screen.carriageReturn();
            }
            case 'T' -> {
                // With more numbers it is about tracking highlights.
                if (parameters.count() == 1) {
                    filling("\033[" + times + 'T');
                }
            }
            case 'g' -> {
                switch (parameters.number(0, 0)) {
                    case 0 -> tabs.clear(screen.column());
                    case 3 -> tabs.clearAll();
                    default -> {}
                }
            }
            case 'r' -> margins(parameters);
            case 'h' -> modes(parameters, true);
            case 'l' -> modes(parameters, false);
            default -> {}
        }
    }

    private void filling(String sequence) {
        screen.ground(printer.penNumber());
        screen.sequence(sequence);
    }

    private void eraseDisplay(int which) {
        if (which == 3) {
            screen.flush();
            outside.clearScrollback();
        } else if (which < 3) {
            if (which == 2 || (which == 0 && screen.column() == 0 && screen.row() == 0)) {
                screen.keep();
            }
            filling("\033[" + which + 'J');
        }
    }

    private void eraseLine(int which) {
        if (which < 3) {
            filling("\033[" + which + 'K');
        }
    }

    private void margins(Parameters parameters) {
        int first = parameters.positive(0);
        int end = parameters.number(1, 0);
        int last = end == 0 ? screen.rows() : Math.min(end, screen.rows());
        if (first < last) {
            top = first - 1;
            screen.sequence("\033[" + first + ';' + last + 'r');
        }
    }

    /** The screen has another size: the area that scrolls is all of it again. */
    void sizeChanged() {
        top = 0;
    }

    private void modes(Parameters parameters, boolean on) {
        for (int index = 0; index < parameters.count(); index++) {
            switch (parameters.number(index, 0)) {
                case 4 -> {
                    printer.insert(on);
                    screen.mode(on ? "\033[4h" : "\033[4l");
                }
                case 20 -> switches.newLine = on;
                default -> {}
            }
        }
    }

    private void questioned(Parameters parameters, char last) {
        switch (last) {
            case 'h' -> privateModes(parameters, true);
            case 'l' -> privateModes(parameters, false);
            case 'n' -> {
                if (parameters.number(0, 0) == 6) {
                    outside.reply("\033[?" + position() + ";1R");
                }
            }
            // Nothing is protected from erasing.
            case 'J' -> {
                printer.forgetLast();
                eraseDisplay(parameters.number(0, 0));
            }
            case 'K' -> {
                printer.forgetLast();
                eraseLine(parameters.number(0, 0));
            }
            default -> {}
        }
    }

    private void privateModes(Parameters parameters, boolean on) {
        for (int index = 0; index < parameters.count(); index++) {
            int mode = parameters.number(index, 0);
            switch (mode) {
                case 6 -> {
                    printer.forgetLast();
                    switches.origin = on;
                    screen.sequence(on ? "\033[?6h" : "\033[?6l");
                }
                case 7 -> printer.autowrap(on);
                case 47, 1047 -> interpreter.alternate(on, false);
                case 1049 -> interpreter.alternate(on, true);
                case 1048 -> {
                    if (on) {
                        interpreter.saveCursor();
                    } else {
                        interpreter.restoreCursor();
                    }
                }
                default -> switches.privateMode(mode, on);
            }
        }
    }

    private void reportMode(char marker, int mode) {
        if (marker == '?') {
            int state = switch (mode) {
                case 7 -> printer.autowrap() ? 1 : 2;
                case 47, 1047, 1049 -> screen.alternate() ? 1 : 2;
                default -> switches.privateMode(mode);
            };
            outside.reply("\033[?" + mode + ';' + state + "$y");
        } else if (marker == 0) {
            int state = switch (mode) {
                case 4 -> printer.inserting() ? 1 : 2;
                case 20 -> switches.newLine ? 1 : 2;
                default -> 0;
            };
            outside.reply("\033[" + mode + ';' + state + "$y");
        }
    }
}
