package slipway.broken.ui.overview;

import javafx.scene.Node;

/** Breaks the import table on purpose. */
class NodeViewModel {
    Node node;
}
