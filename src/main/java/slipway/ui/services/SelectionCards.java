package slipway.ui.services;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.ui.controls.Cards;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Icons;
import slipway.ui.controls.TabStrip;
import slipway.ui.controls.Texts;
import slipway.ui.services.ServicesViewModel.Selection;

/** What is known of the selected service beside its row: events, deployments, stopped tasks; tabs while the window is narrow. */
final class SelectionCards {
    private static final double SIDE = 374;

    private final ServicesViewModel model;
    private final ServiceQuestions questions;
    private final StackPane root = new StackPane();
    private final EventList events = new EventList();
    private final DeploymentList deployments = new DeploymentList();
    private final StoppedList stopped = new StoppedList();
    private final HBox title = new HBox(8);
    private final Button redeploy = new Button("Redeploy", Icons.small(Feather.REFRESH_CW));
    private boolean narrow;
    private final Label kept = Texts.firm("", "t12", "ink2");

    SelectionCards(ServicesViewModel model, ServiceQuestions questions) {
        this.model = model;
        this.questions = questions;
        root.getStyleClass().add("selection-cards");
        title.setAlignment(Pos.CENTER_LEFT);
        title.setMinWidth(0);
        model.selectionProperty().subscribe(selection -> {
            if (selection != null) {
                show(selection);
            }
        });
        buildRedeploy();
        setNarrow(false);
    }

    Node node() {
        return root;
    }

    void setNarrow(boolean now) {
        narrow = now;
        if (narrow) {
            var tabs = new TabStrip(List.of(
                    new TabStrip.Tab("Events", events.node()),
                    new TabStrip.Tab("Deployments", deployments.node()),
                    new TabStrip.Tab("Stopped tasks", stopped.node())));
            var head = new HBox(8, tabs, Texts.spacer(), title, redeploy);
            root.getChildren().setAll(card(head, tabs.body()));
        } else {
            var left =
                    card(new HBox(8, title, Texts.spacer(), Texts.firm("newest first", "t12", "ink2")), events.node());
            HBox.setHgrow(left, Priority.ALWAYS);
            left.setPrefWidth(400);
            var middle = card(new HBox(8, heading("Deployments"), Texts.spacer(), redeploy), deployments.node());
            var right = card(new HBox(8, heading("Stopped tasks"), Texts.spacer(), kept), stopped.node());
            for (Region side : List.of(middle, right)) {
                side.setMinWidth(320);
                side.setPrefWidth(SIDE);
                side.setMaxWidth(SIDE);
            }
            root.getChildren().setAll(new HBox(12, left, middle, right));
        }
        Selection selection = model.selectionProperty().get();
        if (selection != null) {
            show(selection);
        }
    }

    private static Label heading(String words) {
        return Texts.firm(words, "t13", "semibold");
    }

    private static StackPane card(HBox head, Region content) {
        head.getStyleClass().add("card-head");
        head.setAlignment(Pos.CENTER_LEFT);
        var column = new VBox(head, Texts.rule(), content);
        VBox.setVgrow(content, Priority.ALWAYS);
        column.setMinSize(0, 0);
        return Cards.live(column);
    }

    private void buildRedeploy() {
        redeploy.setId("services-redeploy");
        redeploy.getStyleClass().add("small");
        redeploy.setMinWidth(Region.USE_PREF_SIZE);
        redeploy.setOnAction(event -> {
            Selection selection = model.selectionProperty().get();
            if (selection != null) {
                questions.redeploy(selection.service());
            }
        });
        model.selectionProperty()
                .subscribe(selection -> redeploy.setDisable(
                        selection == null || selection.service().asked()));
    }

    private void show(Selection selection) {
        var service = selection.service();
        title.getChildren().clear();
        service.status()
                .colour()
                .ifPresent(colour -> title.getChildren()
                        .add(new ColourTile(colour, service.status().desired() == 0)));
        title.getChildren().add(heading(narrow ? service.shortName() : service.shortName() + " events"));
        events.show(service.status().events());
        deployments.show(service.status(), selection.failure());
        stopped.show(selection.stopped());
        kept.setText(selection.stopped().isEmpty() ? "" : selection.stopped().size() + ", kept with the environment");
    }
}
