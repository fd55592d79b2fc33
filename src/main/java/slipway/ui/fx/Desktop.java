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

    /** Whether the user asked for less motion: values jump, arcs stand still. */
    public static boolean reducedMotion() {
        return Platform.getPreferences().isReducedMotion();
    }

    /** Ends the toolkit, and with it the console. */
    public static void exit() {
        Platform.exit();
    }
}
