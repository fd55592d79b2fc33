package slipway.ui.controls;

import java.util.Map;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/** Names on the left, values on the right; a value that does not fit is cut in its middle and whole in its tooltip. */
public final class KeyValues extends GridPane {
    public KeyValues() {
        getStyleClass().add("key-values");
        var names = new ColumnConstraints();
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        values.setHalignment(HPos.RIGHT);
        values.setMinWidth(0);
        getColumnConstraints().setAll(names, values);
    }

    public void show(Map<String, String> pairs) {
        getChildren().clear();
        int row = 0;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            Label value = Texts.yielding(pair.getValue(), "t12");
            value.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            value.setTooltip(new Tooltip(pair.getValue()));
            addRow(row++, Texts.firm(pair.getKey(), "t12", "ink2"), value);
        }
    }
}
