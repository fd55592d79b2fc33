package slipway.ui.controls;

import javafx.scene.control.Label;
import slipway.model.Colour;

/** The mark of a deployment: blue is a square with B, green a circle with G; hollow while the deployment is empty. */
public final class ColourTile extends Label {
    public ColourTile(Colour colour, boolean idle) {
        super(colour == Colour.BLUE ? "B" : "G");
        getStyleClass().addAll("tile", colour.label());
        if (idle) {
            getStyleClass().add("idle");
        }
        setAccessibleText(colour.label());
    }
}
