package slipway.ui.fx;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;

/** What the desktop prefers; the toolkit follows it while the console runs. */
public final class Desktop {
    private Desktop() {}

    public static ReadOnlyObjectProperty<ColorScheme> colourScheme() {
        return Platform.getPreferences().colorSchemeProperty();
    }
}
