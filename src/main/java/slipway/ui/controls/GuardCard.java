package slipway.ui.controls;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What a release's guard says: its state, what it measures against what it allows, and what it does when it fires. */
public final class GuardCard extends VBox {
    /**
     * @param checked when it was read: {@code checked 14:32:00}
     * @param rule what happens when it fires, in a sentence
     */
    public record Values(StateIcon.State state, String title, String checked, List<Row> rows, String rule) {
        public Values {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One figure.
     *
     * @param part of what is allowed, 0 to 1 and more
     * @param value the figure: {@code 0.0 %}
     * @param allowed to follow it: {@code of 5 %}
     * @param firing whether it is beyond what is allowed for too long
     * @param more the whole story, for the pointer that rests on it
     */
    public record Row(String label, double part, String value, String allowed, boolean firing, String more) {}

    private final StateIcon icon = new StateIcon();
    private final Label title = Texts.firm("", "t13", "semibold");
    private final Label checked = Texts.yielding("", "t12", "ink2");
    private final VBox rows = new VBox();
    private final Label rule = Texts.wrapped("", "t11", "ink2");

    public GuardCard() {
        getStyleClass().add("guard-card");
        rows.getStyleClass().add("guard-rows");
        var head = new HBox(8, icon, title, Texts.spacer(), checked);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, rows, rule);
    }

    public void show(Values values) {
        icon.setState(values.state());
        title.setText(values.title());
        title.getStyleClass().remove("bad");
        if (values.state() == StateIcon.State.FAILED) {
            title.getStyleClass().add("bad");
        }
        checked.setText(values.checked());
        rule.setText(values.rule());
        rows.getChildren().setAll(values.rows().stream().map(GuardCard::row).toList());
        setAccessibleText(values.title() + ", " + values.checked() + ". " + values.rule());
    }

    private static HBox row(Row values) {
        Label label = Texts.yielding(values.label(), "t12", "ink2");
        label.setPrefWidth(128);
        HBox.setHgrow(label, Priority.ALWAYS);
        label.setMaxWidth(Double.MAX_VALUE);
        var bar = new MiniBar();
        bar.getStyleClass().add("guard-bar");
        bar.setProgress(Math.clamp(values.part(), 0.02, 1));
        Label value = Texts.firm(values.value(), "t12", "semibold");
        Label allowed = Texts.firm(values.allowed(), "t12", "ink2");
        if (values.firing()) {
            bar.getStyleClass().add("firing");
            value.getStyleClass().add("bad");
        }
        var figures = new HBox(4, value, allowed);
        figures.setAlignment(Pos.CENTER_RIGHT);
        figures.setMinWidth(84);
        var row = new HBox(8, label, bar, figures);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setAccessibleText(values.more());
        Tooltip.install(row, new Tooltip(values.more()));
        return row;
    }
}
