package slipway.broken.cloud;

import javafx.scene.Node;

/** Breaks the import table on purpose. */
public class Fx {
    protected Node node;
}
