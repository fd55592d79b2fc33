package slipway.ui.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** The console's appearance: AtlantaFX Primer under Slipway's own style sheets, light or dark, with the fonts that are there. */
public final class Look {
    /** Which colours to use. */
    public enum Theme {
        SYSTEM("Follow the system"),
        LIGHT("Light"),
        DARK("Dark");

        private final String label;

        Theme(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    private static final List<String> SHEETS = List.of(
            "base",
            "button",
            "field",
            "state-icon",
            "topology",
            "shell",
            "dialog",
            "fader",
            "overview",
            "stacks",
            "services",
            "traffic",
            "terminal",
            "logs",
            "sessions");

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.SYSTEM);
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();
    private final Scene scene;
    private final String families;

    public Look(Scene scene) {
        this.scene = scene;
        families = families(Set.copyOf(Font.getFamilies()));
        theme.addListener((property, before, now) -> apply());
        scene.getPreferences().colorSchemeProperty().addListener((property, before, now) -> apply());
        apply();
    }

    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** Whether the dark colours are in use. */
    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    /** From light to dark or back, whatever the system prefers. */
    public void toggle() {
        theme.set(dark.get() ? Theme.LIGHT : Theme.DARK);
    }

    private void apply() {
        dark.set(
                switch (theme.get()) {
                    case SYSTEM -> scene.getPreferences().getColorScheme() == ColorScheme.DARK;
                    case LIGHT -> false;
                    case DARK -> true;
                });
        Application.setUserAgentStylesheet(
                dark.get() ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        List<String> sheets = new ArrayList<>();
        sheets.add(sheet(dark.get() ? "dark" : "light"));
        SHEETS.forEach(name -> sheets.add(sheet(name)));
        sheets.add(families);
        scene.getStylesheets().setAll(sheets);
    }

    private static String sheet(String name) {
        URL found = Look.class.getResource("/slipway/ui/css/" + name + ".css");
        return Objects.requireNonNull(found, () -> "style sheet " + name + ".css is missing from the program")
                .toExternalForm();
    }

    /**
     * The families as a style sheet. JavaFX finds Inter's medium and semibold only as families of their own, and style
     * sheets cannot test what is installed. Without Inter: DejaVu Sans, whose bold stands in for semibold.
     */
    static String families(Set<String> installed) {
        boolean inter = installed.contains("Inter");
        String regular = inter ? "Inter" : "DejaVu Sans";
        String medium = installed.contains("Inter Medium") ? "Inter Medium" : regular;
        boolean halfBold = installed.contains("Inter Semi Bold");
        String strong = halfBold
                ? "-fx-font-family: \"Inter Semi Bold\"; -fx-font-weight: normal;"
                : "-fx-font-family: \"" + regular + "\"; -fx-font-weight: bold;";
        String css = """
                .root { -fx-font-family: "%s"; }
                .medium, .button, .toggle-button, .top-chooser > .list-cell { -fx-font-family: "%s"; -fx-font-weight: normal; }
                .semibold, .headline, .figure, .button.primary, .toggle-button:selected, .tile, .share { %s }
                .mono { -fx-font-family: "DejaVu Sans Mono"; -fx-font-weight: normal; }
                """.formatted(regular, medium, strong);
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
    }
}
