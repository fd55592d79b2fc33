package slipway.ui.overview;

import java.util.function.Consumer;
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
import slipway.model.Failure;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;
import slipway.ui.controls.TopologyPicture;
import slipway.ui.fx.Panel;

/** The Overview panel. */
public final class OverviewView implements Panel {
    private final OverviewViewModel model;
    private final VBox root = new VBox();
    private final TopologyPicture picture = new TopologyPicture();
    private final StackPane pictureCard = Cards.card(picture);
    private final StackPane below = new StackPane();
    private final FirstRunView firstRun;
    private final LiveLists lists;

    /**
     * @param openStack shows a stack in the Stacks panel, by suffix; an empty suffix shows the panel alone
     * @param openTraffic shows the panel that moves weights
     */
    public OverviewView(
            OverviewViewModel model,
            Consumer<String> openUrl,
            Consumer<String> copy,
            Consumer<String> openStack,
            Runnable openTraffic) {
        this.model = model;
        firstRun = new FirstRunView(model.firstRun(), () -> openStack.accept(""));
        lists = new LiveLists(model);
        root.getStyleClass().addAll("panel", "overview");
        pictureCard.getStyleClass().add("picture-card");
        VBox.setVgrow(pictureCard, Priority.ALWAYS);
        root.getChildren().addAll(head(openUrl, copy), pictureCard, below);
        picture.setOnOpen(openStack);
        picture.setOnOpenTraffic(openTraffic);
        model.topologyProperty().subscribe(values -> {
            if (values != null) {
                picture.show(values);
            }
        });
        model.exposure().exposureProperty().subscribe(picture::showExposure);
        model.modeProperty().subscribe(this::arrange);
        model.refusalProperty()
                .subscribe(refusal -> arrange(model.modeProperty().get()));
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void onShow() {
        firstRun.refresh();
    }

    @Override
    public void onHide() {}

    @Override
    public void setNarrow(boolean narrow) {
        firstRun.setNarrow(narrow);
        lists.setNarrow(narrow);
    }

    @Override
    public boolean primaryAction() {
        return model.deployFirst();
    }

    private Node head(Consumer<String> openUrl, Consumer<String> copy) {
        Label headline = Texts.firm("", "headline");
        headline.setId("overview-headline");
        headline.textProperty().bind(model.headlineProperty());
        Label subline = Texts.yielding("", "t13", "ink2");
        subline.textProperty().bind(model.sublineProperty());
        var open = new Button();
        open.setId("open-url");
        open.setGraphic(Icons.small(Feather.GLOBE));
        open.getStyleClass().add("address");
        open.setMinWidth(Region.USE_PREF_SIZE);
        open.textProperty().bind(model.urlProperty());
        open.setAccessibleText("Open the application in the browser");
        open.setOnAction(event -> openUrl.accept(model.urlProperty().get()));
        var copyButton = new Button();
        copyButton.setGraphic(Icons.small(Feather.COPY));
        copyButton.getStyleClass().add("square");
        copyButton.setAccessibleText("Copy the address");
        copyButton.setOnAction(event -> copy.accept(model.urlProperty().get()));
        var address = new HBox(8, open, copyButton);
        address.setAlignment(Pos.CENTER_RIGHT);
        address.visibleProperty().bind(model.urlProperty().isNotEmpty());
        address.managedProperty().bind(address.visibleProperty());
        var head = new HBox(12, headline, subline, Texts.spacer(), address);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("panel-head");
        return head;
    }

    private void arrange(OverviewViewModel.Mode mode) {
        Node part = switch (mode) {
            case READING -> Cards.notice(StateIcon.State.WORKING, "Asking the target", "");
            case FIRST_RUN -> firstRun.node();
            case LIVE -> lists.node();
            case ASLEEP -> asleep();
            case REFUSED -> refused();
        };
        below.getChildren().setAll(part);
        StackPane.setAlignment(part, Pos.TOP_LEFT);
        boolean drawn = mode != OverviewViewModel.Mode.REFUSED && mode != OverviewViewModel.Mode.READING;
        pictureCard.setVisible(drawn);
        pictureCard.setManaged(drawn);
        root.pseudoClassStateChanged(
                javafx.css.PseudoClass.getPseudoClass("first-run"), mode == OverviewViewModel.Mode.FIRST_RUN);
        VBox.setVgrow(below, drawn ? Priority.SOMETIMES : Priority.ALWAYS);
    }

    private Node asleep() {
        var start = new Button("Start local cloud");
        start.setGraphic(Icons.small(Feather.POWER));
        start.getStyleClass().add("primary");
        start.setOnAction(event -> model.wake());
        return Cards.notice(
                StateIcon.State.IDLE,
                "Your environment is kept",
                "Its stacks, images and data are on this machine. Starting the local cloud starts its tasks again.",
                start);
    }

    private Node refused() {
        Failure failure = model.refusalProperty().get();
        var again = new Button("Try now");
        again.setGraphic(Icons.small(Feather.REFRESH_CW));
        again.setOnAction(event -> model.tryAgain());
        return Cards.failure(
                failure == null ? "The target does not answer." : failure.message(),
                failure == null ? "" : failure.detail(),
                again);
    }
}
