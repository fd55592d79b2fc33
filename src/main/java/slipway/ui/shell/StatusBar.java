package slipway.ui.shell;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import slipway.ui.controls.MiniBar;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** The bottom of the window: the operation under way, the last reading, calls to the target, time. */
final class StatusBar extends HBox {
    private final StateIcon icon = new StateIcon();
    private final Label title = Texts.firm("", "t11", "medium");
    private final Label detail = Texts.yielding("", "t11", "ink2");
    private final MiniBar bar = new MiniBar();
    private final Label rest = Texts.yielding("", "t11", "ink2");
    private final Button cause = new Button("Show cause");

    StatusBar(ShellViewModel model, Runnable showCause) {
        getStyleClass().add("status-bar");
        setAlignment(Pos.CENTER_LEFT);
        cause.getStyleClass().add("link-button");
        cause.setOnAction(event -> showCause.run());
        Label refreshed = Texts.yielding("", "t11", "ink2");
        var whole = new Tooltip();
        refreshed.setTooltip(whole);
        Label calls = Texts.firm("", "t11", "ink2");
        Label time = Texts.firm("", "t11", "ink2");
        getChildren()
                .addAll(icon, title, detail, bar, rest, cause, Texts.spacer(), refreshed, line(), calls, line(), time);
        model.activityProperty().subscribe(this::show);
        model.refreshedProperty().subscribe(words -> {
            refreshed.setText(words);
            whole.setText(words);
        });
        model.callsProperty().subscribe(calls::setText);
        model.timeProperty().subscribe(time::setText);
    }

    private void show(ShellViewModel.Activity activity) {
        StateIcon.State state = activity.icon();
        present(icon, state != null);
        if (state != null) {
            icon.setState(state);
        }
        title.setText(activity.title());
        title.getStyleClass().setAll("label", "t11", state == null ? "ink2" : "medium");
        if (state == StateIcon.State.FAILED) {
            title.getStyleClass().add("bad");
        }
        detail.setText(activity.detail());
        present(detail, !activity.detail().isEmpty());
        Optional<Double> progress = activity.progress();
        present(bar, progress.isPresent());
        bar.setProgress(progress.orElse(0.0));
        rest.setText(activity.rest());
        present(rest, !activity.rest().isEmpty());
        present(cause, state == StateIcon.State.FAILED);
        setAccessibleText(activity.title() + " " + activity.detail() + " " + activity.rest());
    }

    private static void present(javafx.scene.Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }

    private static Region line() {
        var line = new Region();
        line.getStyleClass().add("status-line");
        return line;
    }
}
