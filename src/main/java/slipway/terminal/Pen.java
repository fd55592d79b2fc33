package slipway.terminal;

import org.jspecify.annotations.Nullable;

/** The looks that the session writes in: what its SGR sequences (CSI … m) and links said so far. */
final class Pen {
    private static final int UNDERLINES =
            Attribute.UNDERLINE.bit() | Attribute.DOUBLE_UNDERLINE.bit() | Attribute.CURLY_UNDERLINE.bit();
    private static final int COLOUR_INDEXED = 5;
    private static final int COLOUR_EXACT = 2;

    private int foreground = Colour.DEFAULT;
    private int background = Colour.DEFAULT;
    private int attributes;
    private @Nullable Link link;

    Style style() {
        if (foreground == Colour.DEFAULT && background == Colour.DEFAULT && attributes == 0 && link == null) {
            return Style.PLAIN;
        }
        return new Style(foreground, background, attributes, link);
    }

    /** Takes looks and link from a style that was saved. */
    void take(Style style) {
        foreground = style.foreground();
        background = style.background();
        attributes = style.attributes();
        link = style.link();
    }

    void link(@Nullable Link next) {
        link = next;
    }

    /** Obeys the parameters of an SGR sequence; unknown ones are passed over. */
    void obey(Parameters parameters) {
        int at = 0;
        while (at < parameters.count()) {
            int code = parameters.number(at, 0);
            if (code == 38 || code == 48 || code == 58) {
                at = colour(parameters, at, code);
                continue;
            }
            if (code == 4 && parameters.isSub(at + 1)) {
                underline(parameters.number(at + 1, 1));
            } else {
                obey(code);
            }
            at = parameters.next(at);
        }
    }

    private void obey(int code) {
        switch (code) {
            case 0 -> {
                foreground = Colour.DEFAULT;
                background = Colour.DEFAULT;
                attributes = 0;
            }
            case 1 -> on(Attribute.BOLD);
            case 2 -> on(Attribute.DIM);
            case 3 -> on(Attribute.ITALIC);
            case 4 -> underline(1);
            case 5, 6 -> on(Attribute.SLOW_BLINK);
            case 7 -> on(Attribute.INVERSE);
            case 8 -> on(Attribute.CONCEALED);
            case 9 -> on(Attribute.STRIKETHROUGH);
            case 21 -> underline(2);
            case 22 -> off(Attribute.BOLD.bit() | Attribute.DIM.bit());
            case 23 -> off(Attribute.ITALIC.bit());
            case 24 -> off(UNDERLINES);
            case 25 -> off(Attribute.SLOW_BLINK.bit());
            case 27 -> off(Attribute.INVERSE.bit());
            case 28 -> off(Attribute.CONCEALED.bit());
            case 29 -> off(Attribute.STRIKETHROUGH.bit());
            case 39 -> foreground = Colour.DEFAULT;
            case 49 -> background = Colour.DEFAULT;
            case 53 -> on(Attribute.OVERLINE);
            case 55 -> off(Attribute.OVERLINE.bit());
            default -> indexed(code);
        }
    }

    private void indexed(int code) {
        if (code >= 30 && code <= 37) {
            foreground = code - 30;
        } else if (code >= 40 && code <= 47) {
            background = code - 40;
        } else if (code >= 90 && code <= 97) {
            foreground = code - 90 + 8;
        } else if (code >= 100 && code <= 107) {
            background = code - 100 + 8;
        }
    }

    private void underline(int kind) {
        off(UNDERLINES);
        switch (kind) {
            case 0 -> {}
            case 2 -> on(Attribute.DOUBLE_UNDERLINE);
            case 3 -> on(Attribute.CURLY_UNDERLINE);
            default -> on(Attribute.UNDERLINE);
        }
    }

    private void on(Attribute attribute) {
        attributes |= attribute.bit();
    }

    private void off(int bits) {
        attributes &= ~bits;
    }

    /**
     * One colour in any of the ways in which it is written: {@code 38;5;n}, {@code 38;2;r;g;b}, {@code 38:5:n}, {@code 38:2:r:g:b} and
     * {@code 38:2:space:r:g:b}. Gives where the next parameter begins.
     */
    private int colour(Parameters parameters, int at, int code) {
        boolean colons = parameters.isSub(at + 1);
        int end = colons ? parameters.next(at) : parameters.count();
        int kind = at + 1 < end ? parameters.number(at + 1, 0) : 0;
        if (kind == COLOUR_INDEXED) {
            int index = parameters.number(at + 2, 0);
            if (at + 2 < end && index < 256) {
                colour(code, index);
            }
            return colons ? end : Math.min(end, at + 3);
        }
        if (kind == COLOUR_EXACT) {
            int first = colons && end - at >= 6 ? at + 3 : at + 2;
            if (first + 2 < end) {
                colour(
                        code,
                        Colour.exact(
                                parameters.number(first, 0),
                                parameters.number(first + 1, 0),
                                parameters.number(first + 2, 0)));
            }
            return colons ? end : Math.min(end, at + 5);
        }
        return colons ? end : Math.min(end, at + 2);
    }

    private void colour(int code, int colour) {
        if (code == 38) {
            foreground = colour;
        } else if (code == 48) {
            background = colour;
        }
        // 58 is the underline's own colour, which is not kept: lines take the text's.
    }
}
