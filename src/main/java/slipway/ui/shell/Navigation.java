package slipway.ui.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** The list of panels on the left, with the target's state at its foot; icons only while the window is narrow. */
final class Navigation extends VBox {
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final PseudoClass ALIVE = PseudoClass.getPseudoClass("alive");

    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Region light = new Region();
    private final Label title = Texts.yielding("", "t11", "medium");
    private final Label right = Texts.firm("", "t11", "ink2");
    private final Label detail = Texts.wrapped("", "t11", "ink2");
    private final VBox foot;
    private final Tooltip footTip = new Tooltip();

    Navigation(Iterable<PanelEntry> panels, ShellViewModel model, Consumer<String> open) {
        getStyleClass().add("navigation");
        int place = 1;
        for (PanelEntry panel : panels) {
            var item = new Item(panel, place++);
            item.setOnAction(() -> open.accept(panel.id()));
            items.put(panel.id(), item);
            getChildren().add(item);
        }
        light.getStyleClass().add("light");
        var head = new HBox(8, light, title, Texts.spacer(), right);
        head.setAlignment(Pos.CENTER_LEFT);
        foot = new VBox(2, head, detail);
        VBox.setMargin(detail, new Insets(0, 0, 0, 14));
        foot.getStyleClass().add("foot");
        getChildren().addAll(Texts.spacer(), foot);
        model.footProperty().subscribe(this::show);
        model.busyProperty().subscribe(busy -> mark(model));
        model.failedProperty().subscribe(failed -> mark(model));
        model.sharesProperty().subscribe(shares -> count("traffic", shares, "green has " + shares));
        model.sessionsProperty().subscribe(number -> {
            int there = number.intValue();
            count("sessions", there == 0 ? "" : String.valueOf(there), Phrases.count(there, "session") + " open");
        });
    }

    void select(String id) {
        items.forEach((each, item) -> item.setCurrent(each.equals(id)));
    }

    void setNarrow(boolean narrow) {
        pseudoClassStateChanged(NARROW, narrow);
        items.values().forEach(item -> item.setNarrow(narrow));
        title.setVisible(!narrow);
        title.setManaged(!narrow);
        right.setVisible(!narrow);
        right.setManaged(!narrow);
        detail.setVisible(!narrow);
        detail.setManaged(!narrow);
        Tooltip.uninstall(foot, footTip);
        if (narrow) {
            Tooltip.install(foot, footTip);
        }
    }

    private void show(ShellViewModel.Foot values) {
        light.pseudoClassStateChanged(ALIVE, values.alive());
        title.setText(values.title());
        right.setText(values.right());
        detail.setText(values.detail());
        footTip.setText(values.title() + " " + values.right() + "\n" + values.detail());
        foot.setAccessibleText(values.title() + ", " + values.right() + ", " + values.detail());
    }

    private void count(String panel, String figure, String said) {
        Item item = items.get(panel);
        if (item != null) {
            item.count(figure, said);
        }
    }

    private void mark(ShellViewModel model) {
        Item stacks = items.get("stacks");
        if (stacks != null) {
            stacks.mark(model.busyProperty().get(), model.failedProperty().get());
        }
    }

    /** A button over the whole width; the mark of the current panel and the badge lie above it. */
    private static final class Item extends StackPane {
        private final Label name;
        private final Button button = new Button();
        private final Region mark = new Region();
        private final Label count = Texts.firm("", "t11", "ink2", "medium");
        private final Tooltip tip = new Tooltip();
        private final String words;
        private final String panelName;
        private final StateIcon badge = new StateIcon(StateIcon.State.WORKING);

        Item(PanelEntry panel, int place) {
            name = Texts.firm(panel.name(), "nav-name");
            count.setId("nav-count-" + panel.id());
            var content = new HBox(10, Icons.icon(panel.glyph()), name, Texts.spacer(), count);
            content.setAlignment(Pos.CENTER_LEFT);
            button.setGraphic(content);
            button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            button.setId("nav-" + panel.id());
            button.setMaxWidth(Double.MAX_VALUE);
            button.getStyleClass().setAll("nav-item");
            button.setAccessibleText(panel.name());
            panelName = panel.name();
            words = panel.name() + "  Ctrl+" + place;
            tip.setText(words);
            button.setTooltip(tip);
            mark.getStyleClass().add("nav-mark");
            mark.setMouseTransparent(true);
            badge.setMouseTransparent(true);
            badge.setVisible(false);
            StackPane.setAlignment(mark, Pos.CENTER_LEFT);
            getChildren().addAll(button, mark, badge);
            setNarrow(false);
        }

        void setOnAction(Runnable action) {
            button.setOnAction(event -> action.run());
        }

        void setCurrent(boolean current) {
            button.pseudoClassStateChanged(CURRENT, current);
            name.getStyleClass().setAll("label", "nav-name", current ? "semibold" : "medium");
            mark.setVisible(current);
            button.setAccessibleRoleDescription(current ? "panel, shown" : "panel");
        }

        void setNarrow(boolean narrow) {
            name.setVisible(!narrow);
            name.setManaged(!narrow);
            count.setVisible(!narrow);
            count.setManaged(!narrow);
            StackPane.setAlignment(badge, narrow ? Pos.TOP_RIGHT : Pos.CENTER_RIGHT);
            StackPane.setMargin(badge, narrow ? new Insets(2, 2, 0, 0) : new Insets(0, 10, 0, 0));
        }

        /** Writes a figure at the item's end; where the item is narrow, its tooltip tells it. */
        void count(String figure, String said) {
            count.setText(figure);
            tip.setText(figure.isEmpty() ? words : words + ", " + said);
            button.setAccessibleText(figure.isEmpty() ? panelName : panelName + ", " + said);
        }

        void mark(boolean working, boolean failed) {
            badge.setVisible(working || failed);
            badge.setState(working ? StateIcon.State.WORKING : StateIcon.State.FAILED);
        }
    }
}
