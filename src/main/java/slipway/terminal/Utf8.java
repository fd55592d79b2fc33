package slipway.terminal;

/** Decodes UTF-8 that may be cut anywhere between writes. What is malformed becomes U+FFFD, one for each longest part that could have begun a character. */
final class Utf8 {
    /** Nothing is complete yet. */
    static final int MORE = -1;
    /** What was begun is malformed and became U+FFFD; the byte is to be given once more. */
    static final int AGAIN = -2;

    static final int UNKNOWN = 0xfffd;

    private int missing;
    private int gathered;
    /** The bounds of the next byte: the second one's tell overlong forms, surrogates and what is beyond U+10FFFF. */
    private int least;

    private int most;

    /** Whether a character was begun. */
    boolean begun() {
        return missing > 0;
    }

    /** A code point, {@link #MORE} or {@link #AGAIN}. */
    int take(byte next) {
        int value = next & 0xff;
        if (missing > 0) {
            if (value < least || value > most) {
                missing = 0;
                return AGAIN;
            }
            gathered = gathered << 6 | (value & 0x3f);
            least = 0x80;
            most = 0xbf;
            return --missing == 0 ? gathered : MORE;
        }
        if (value < 0x80) {
            return value;
        }
        if (value < 0xc2 || value > 0xf4) {
            return UNKNOWN;
        }
        least = 0x80;
        most = 0xbf;
        if (value < 0xe0) {
            missing = 1;
            gathered = value & 0x1f;
        } else if (value < 0xf0) {
            missing = 2;
            gathered = value & 0x0f;
            least = value == 0xe0 ? 0xa0 : 0x80;
            most = value == 0xed ? 0x9f : 0xbf;
        } else {
            missing = 3;
            gathered = value & 0x07;
            least = value == 0xf0 ? 0x90 : 0x80;
            most = value == 0xf4 ? 0x8f : 0xbf;
        }
        return MORE;
    }
}
