package slipway.terminal;

import org.jspecify.annotations.Nullable;

/**
 * How a cell looks.
 *
 * @param foreground a {@link Colour}
 * @param background a {@link Colour}
 * @param attributes bits of {@link Attribute}: ask {@link #has}
 * @param link the link that the cell belongs to
 */
public record Style(
        int foreground,
        int background,
        int attributes,
        @Nullable Link link) {
    public static final Style PLAIN = new Style(Colour.DEFAULT, Colour.DEFAULT, 0, null);

    private static final int SHOWS_ON_BLANKS = Attribute.UNDERLINE.bit()
            | Attribute.DOUBLE_UNDERLINE.bit()
            | Attribute.CURLY_UNDERLINE.bit()
            | Attribute.INVERSE.bit()
            | Attribute.STRIKETHROUGH.bit()
            | Attribute.OVERLINE.bit();

    public boolean has(Attribute attribute) {
        return (attributes & attribute.bit()) != 0;
    }

    /** Whether a space that was written in this style looks different from a cell that was erased in it. */
    boolean showsOnBlanks() {
        return link != null || (attributes & SHOWS_ON_BLANKS) != 0;
    }

    /** Of a cell that was erased while this style was on: erasing takes the ground's colour and nothing else. */
    Style erased() {
        return background == Colour.DEFAULT ? PLAIN : new Style(Colour.DEFAULT, background, 0, null);
    }
}
