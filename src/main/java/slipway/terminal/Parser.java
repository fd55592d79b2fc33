package slipway.terminal;

/**
 * Takes the session's bytes apart into text, controls and sequences, after the states of DEC's video terminals as written down by Paul
 * Williams (vt100.net/emu/dec_ansi_parser). It never fails: what is malformed is passed over. C1 controls are known as ESC and a letter alone,
 * because their single bytes are part of UTF-8.
 */
final class Parser {
    /** What a string may hold; of a longer one nothing is obeyed. */
    static final int LONGEST_STRING = 8_192;

    /** What is done with the parts. */
    interface Handler {
        /** Printable ASCII. */
        void text(byte[] ascii, int from, int to);

        /** Any printable character. */
        void character(int codePoint);

        /** A control below 0x20 other than ESC. */
        void control(int control);

        /** ESC, intermediates (0 when there are none, else the first) and a final. */
        void escape(char intermediate, char last);

        /**
         * A control sequence.
         *
         * @param marker one of {@code < = > ?}, or 0
         * @param intermediate the only intermediate, or 0
         */
        void sequence(char marker, Parameters parameters, char intermediate, char last);

        /** A string: {@code ]} an OSC, {@code P} a DCS. */
        void string(char kind, String content);
    }

    private enum State {
        GROUND,
        ESCAPE,
        SEQUENCE,
        IGNORED,
        STRING,
        STRING_ESCAPE
    }

    private final Handler handler;
    private final Utf8 utf8 = new Utf8();
    private final Parameters parameters = new Parameters();
    private final StringBuilder string = new StringBuilder();

    private State state = State.GROUND;
    private char marker;
    private char intermediate;
    private boolean several;
    private char kind;

    Parser(Handler handler) {
        this.handler = handler;
    }

    void take(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (state == State.GROUND && !utf8.begun()) {
                int end = at;
                while (end < to && bytes[end] >= 0x20 && bytes[end] < 0x7f) {
                    end++;
                }
                if (end > at) {
                    handler.text(bytes, at, end);
                    at = end;
                    continue;
                }
            }
            int codePoint = utf8.take(bytes[at]);
            if (codePoint == Utf8.AGAIN) {
                take(Utf8.UNKNOWN);
                continue;
            }
            at++;
            if (codePoint != Utf8.MORE) {
                take(codePoint);
            }
        }
    }

    private void take(int codePoint) {
        if (state == State.STRING || state == State.STRING_ESCAPE) {
            inString(codePoint);
        } else if (codePoint == 0x1b) {
            escape();
        } else if (codePoint == 0x18 || codePoint == 0x1a) {
            state = State.GROUND;
        } else if (codePoint < 0x20) {
            handler.control(codePoint);
        } else if (codePoint >= 0x7f && codePoint < 0xa0) {
            // DEL and C1 controls as characters mean nothing.
            return;
        } else {
            switch (state) {
                case GROUND -> handler.character(codePoint);
                case ESCAPE -> afterEscape(codePoint);
                case SEQUENCE -> inSequence(codePoint);
                default -> {
                    if (codePoint >= 0x40 && codePoint < 0x7f) {
                        state = State.GROUND;
                    }
                }
            }
        }
    }

    private void escape() {
        state = State.ESCAPE;
        intermediate = 0;
        several = false;
    }

    private void afterEscape(int codePoint) {
        if (codePoint >= 0x20 && codePoint < 0x30) {
            intermediates(codePoint);
            return;
        }
        state = State.GROUND;
        if (codePoint > 0x7e || several) {
            return;
        }
        if (intermediate == 0) {
            switch (codePoint) {
                case '[' -> {
                    state = State.SEQUENCE;
                    parameters.clear();
                    marker = 0;
                    return;
                }
                case ']', 'P', 'X', '^', '_' -> {
                    state = State.STRING;
                    kind = (char) codePoint;
                    string.setLength(0);
                    return;
                }
                default -> {}
            }
        }
        handler.escape(intermediate, (char) codePoint);
    }

    private void intermediates(int codePoint) {
        several = intermediate != 0;
        intermediate = (char) codePoint;
    }

    private void inSequence(int codePoint) {
        if (codePoint >= '0' && codePoint <= '9' && intermediate == 0) {
            parameters.digit(codePoint - '0');
        } else if ((codePoint == ';' || codePoint == ':') && intermediate == 0) {
            parameters.separator(codePoint == ':');
        } else if (codePoint >= '<' && codePoint <= '?' && parameters.isEmpty() && marker == 0 && intermediate == 0) {
            marker = (char) codePoint;
        } else if (codePoint >= 0x20 && codePoint < 0x30) {
            intermediates(codePoint);
        } else if (codePoint >= 0x40 && codePoint < 0x7f) {
            state = State.GROUND;
            if (!several) {
                handler.sequence(marker, parameters, intermediate, (char) codePoint);
            }
        } else {
            state = State.IGNORED;
        }
    }

    /** Ended by BEL or ESC \; CAN, SUB and any other ESC break it off. */
    private void inString(int codePoint) {
        if (state == State.STRING_ESCAPE) {
            if (codePoint == '\\') {
                finishString();
            } else {
                escape();
                take(codePoint);
            }
        } else if (codePoint == 0x1b) {
            state = State.STRING_ESCAPE;
        } else if (codePoint == 0x07 && kind == ']') {
            finishString();
        } else if (codePoint == 0x18 || codePoint == 0x1a) {
            state = State.GROUND;
        } else if (string.length() <= LONGEST_STRING) {
            string.appendCodePoint(codePoint);
        }
    }

    private void finishString() {
        state = State.GROUND;
        if (string.length() <= LONGEST_STRING && (kind == ']' || kind == 'P')) {
            handler.string(kind, string.toString());
        }
    }
}
