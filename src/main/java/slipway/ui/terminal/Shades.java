package slipway.ui.terminal;

import javafx.scene.paint.Color;
import slipway.terminal.Attribute;
import slipway.terminal.Palette;
import slipway.terminal.Style;

/**
 * The colours of a theme as JavaFX has them.
 *
 * @param palette what the session's colours look like
 * @param selected the ground of what is selected
 * @param found the ground of what the search found
 */
record Shades(Palette palette, Color selected, Color found) {
    static final Shades DARK = new Shades(Palette.DARK, rgb(0x3A434E), rgb(0x2C343E));
    static final Shades LIGHT = new Shades(Palette.LIGHT, rgb(0xD3D9E1), rgb(0xE2E6EB));

    /** How much of its colour dim text keeps against its ground. */
    private static final double DIMMED = 0.66;

    /** The least contrast of text, WCAG's for large type: a session's own choice stands above it. */
    private static final double READABLE = 3;

    static Shades of(boolean dark) {
        return dark ? DARK : LIGHT;
    }

    static Color rgb(int rgb) {
        return Color.rgb(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }

    Color ground() {
        return rgb(palette.background());
    }

    Color ink() {
        return rgb(palette.foreground());
    }

    Color cursor() {
        return rgb(palette.cursor());
    }

    /**
     * The colour of text in a style; in a screen that is reversed the two default colours change places. Where it could not be read on its ground, such as
     * white that a session writes on its cyan, it is the theme's text or ground colour instead.
     */
    Color text(Style style, boolean reversed) {
        Color ground = ground(style, reversed);
        Color text = drawing(style, reversed);
        if (contrast(text, ground) >= READABLE) {
            return text;
        }
        return contrast(ink(), ground) >= contrast(ground(), ground) ? ink() : ground();
    }

    /** The colour of lines and blocks in a style: exactly what was asked for, because pictures are made of them. */
    Color drawing(Style style, boolean reversed) {
        boolean inverse = style.has(Attribute.INVERSE) != reversed;
        Color text = rgb(inverse ? palette.background(style.background()) : palette.foreground(style.foreground()));
        return style.has(Attribute.DIM) ? ground(style, reversed).interpolate(text, DIMMED) : text;
    }

    Color ground(Style style, boolean reversed) {
        boolean inverse = style.has(Attribute.INVERSE) != reversed;
        return rgb(inverse ? palette.foreground(style.foreground()) : palette.background(style.background()));
    }

    /** Contrast as WCAG 2 counts it, 1 to 21. */
    static double contrast(Color one, Color other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
