package slipway.ui.controls;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Feather icons in the two sizes of the look: 16 beside text, 14 inside buttons and rows. */
public final class Icons {
    private Icons() {}

    public static FontIcon icon(Feather glyph) {
        var icon = new FontIcon(glyph);
        icon.getStyleClass().add("icon");
        return icon;
    }

    public static FontIcon small(Feather glyph) {
        var icon = new FontIcon(glyph);
        icon.getStyleClass().addAll("icon", "icon-small");
        return icon;
    }
}
