package slipway.terminal;

import java.util.List;

/**
 * What the colours of a session look like in a theme, each 0xRRGGBB.
 *
 * @param foreground of text without a colour
 * @param background of cells without a colour
 * @param cursor of the cursor
 * @param indexed colours 0 to 15: black, red, green, yellow, blue, magenta, cyan, white, then the same brighter
 */
public record Palette(int foreground, int background, int cursor, List<Integer> indexed) {
    /** The theme's dark ground. Each colour but black (0) keeps a contrast of 4.5 on it. */
    public static final Palette DARK = new Palette(
            0xD9DEE4,
            0x101418,
            0xD9DEE4,
            List.of(
                    0x2B333D, 0xFF93A7, 0x7DE8B0, 0xF3BE5C, 0x8DB7FF, 0xD7A6FF, 0x6FD6E4, 0xC3CAD2, 0x8E99A6, 0xFFB3C1,
                    0xA6F3CB, 0xFAD58E, 0xB3CFFF, 0xE5C8FF, 0xA0E7F0, 0xFFFFFF));

    /** The theme's light ground. Each colour but the two whites (7 and 15) keeps a contrast of 4.5 on it. */
    public static final Palette LIGHT = new Palette(
            0x1B1F24,
            0xFBFBFC,
            0x1B1F24,
            List.of(
                    0x1B1F24, 0xB3203F, 0x0B7048, 0x7A5100, 0x1F45BF, 0x7A2BB5, 0x0A6A78, 0xCBD1D9, 0x616B77, 0x99132F,
                    0x075C3A, 0x634100, 0x16358F, 0x611C95, 0x07545F, 0xEDEFF2));

    private static final int[] CUBE = {0, 95, 135, 175, 215, 255};

    public Palette {
        if (indexed.size() != 16) {
            throw new IllegalArgumentException("a palette has 16 indexed colours, not " + indexed.size());
        }
        indexed = List.copyOf(indexed);
    }

    /** 0xRRGGBB of a {@link Colour} of text. */
    public int foreground(int colour) {
        return colour == Colour.DEFAULT ? foreground : rgb(colour);
    }

    /** 0xRRGGBB of a {@link Colour} of the ground. */
    public int background(int colour) {
        return colour == Colour.DEFAULT ? background : rgb(colour);
    }

    /** 0xRRGGBB of an index or an exact colour. Indices 16 to 231 are xterm's cube of 6x6x6, 232 to 255 its greys. */
    public int rgb(int colour) {
        if (Colour.isExact(colour)) {
            return Colour.rgb(colour);
        }
        if (colour < 16) {
            return indexed.get(colour);
        }
        if (colour < 232) {
            int index = colour - 16;
            return CUBE[index / 36] << 16 | CUBE[index / 6 % 6] << 8 | CUBE[index % 6];
        }
        int grey = 8 + (colour - 232) * 10;
        return grey << 16 | grey << 8 | grey;
    }
}
