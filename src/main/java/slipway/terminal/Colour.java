package slipway.terminal;

/**
 * A colour as the session asked for it, in one int: {@link #DEFAULT}, an index 0 to 255 into the palette, or 24 bits of red, green
 * and blue. What an index looks like is the {@link Palette}'s matter.
 */
public final class Colour {
    /** The colour that text or ground has when none was asked for. */
    public static final int DEFAULT = -1;

    private static final int EXACT = 0x1000000;

    private Colour() {}

    /** One of red, green and blue each; only the lowest eight bits count. */
    static int exact(int red, int green, int blue) {
        return EXACT | (red & 0xff) << 16 | (green & 0xff) << 8 | (blue & 0xff);
    }

    /** Whether the colour is 24 bits of red, green and blue rather than an index. */
    public static boolean isExact(int colour) {
        return colour >= EXACT;
    }

    /** The 24 bits of an exact colour, 0xRRGGBB. */
    public static int rgb(int colour) {
        return colour & 0xffffff;
    }
}
