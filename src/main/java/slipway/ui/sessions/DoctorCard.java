package slipway.ui.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.Failure;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;
import slipway.ui.controls.ColourTile;
import slipway.ui.controls.Icons;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** What a session on a task needs, and what helps where something is missing. */
final class DoctorCard {
    private final SessionsViewModel model;
    private final DoctorViewModel doctor;
    private final VBox rows = new VBox();
    private final ScrollPane scroll = new AsHighAsItsRows(rows);
    private final MenuButton patient = new MenuButton();
    private final StateIcon looking = new StateIcon(StateIcon.State.WORKING);
    private final HBox head;
    private final HBox foot;

    /**
     * A scroll pane does not ask how high its content is at its width. Told by the content's height, which is known after the
     * layout alone, it would stay as high as it was before.
     */
    private static final class AsHighAsItsRows extends ScrollPane {
        private final Region rows;

        AsHighAsItsRows(Region rows) {
            super(rows);
            this.rows = rows;
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            double around = snappedLeftInset() + snappedRightInset();
            return snappedTopInset() + rows.prefHeight(width < 0 ? width : width - around) + snappedBottomInset();
        }
    }

    /** @param copy puts a text on the clipboard */
    DoctorCard(SessionsViewModel model, Consumer<String> copy) {
        this.model = model;
        this.doctor = model.doctor();
        patient.setId("doctor-patient");
        patient.getStyleClass().addAll("top-chooser", "patient");
        patient.setAccessibleText("The task that the doctor looks at");
        patient.setMinWidth(Region.USE_PREF_SIZE);
        patient.showingProperty().subscribe(showing -> {
            if (showing) {
                offer();
            }
        });
        // Without an item it would not open.
        patient.getItems().add(new MenuItem());
        head = new HBox(Texts.firm("Doctor", "t13", "semibold"), Texts.spacer(), looking, patient);
        head.getStyleClass().add("card-head");
        rows.getStyleClass().add("doctor-rows");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMinHeight(60);
        var again = new Button("Check again", Icons.small(Feather.REFRESH_CW));
        again.setId("doctor-again");
        again.getStyleClass().add("small");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(event -> {
            SessionTask task = doctor.patientProperty().get();
            if (task != null) {
                model.examine(task);
            }
        });
        var copyAll = new Button("Copy findings", Icons.small(Feather.COPY));
        copyAll.setId("doctor-copy");
        copyAll.getStyleClass().addAll("quiet", "small");
        copyAll.setMinWidth(Region.USE_PREF_SIZE);
        copyAll.setOnAction(event -> copy.accept(doctor.text()));
        foot = new HBox(8, again, copyAll);
        foot.getStyleClass().add("doctor-foot");
        doctor.patientProperty().subscribe(task -> showPatient());
        doctor.findingsProperty().subscribe(found -> draw());
        doctor.failureProperty().subscribe(failure -> draw());
        doctor.lookingProperty().subscribe(now -> draw());
        draw();
    }

    Region card() {
        Region card = content();
        card.getStyleClass().add("panel-card");
        card.setMinHeight(0);
        return card;
    }

    /** The same without the frame, for a tab of a narrow window. */
    Region content() {
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return new VBox(head, Texts.rule(), scroll, foot);
    }

    private void showPatient() {
        SessionTask task = doctor.patientProperty().get();
        patient.setVisible(task != null);
        foot.setVisible(task != null);
        foot.setManaged(task != null);
        if (task != null) {
            var tile = new ColourTile(task.colour(), false);
            tile.getStyleClass().add("small-tile");
            var name = new HBox(6, tile, Texts.firm(Phrases.shortId(task.id()), "mono"));
            name.setAlignment(Pos.CENTER_LEFT);
            patient.setGraphic(name);
        }
        draw();
    }

    private void offer() {
        List<MenuItem> items = new ArrayList<>();
        for (SessionTask task : model.tasks().all()) {
            var tile = new ColourTile(task.colour(), false);
            tile.getStyleClass().add("small-tile");
            var item = new MenuItem(DoctorViewModel.name(task), tile);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> model.examine(task));
            items.add(item);
        }
        if (items.isEmpty()) {
            var none = new MenuItem("No task runs");
            none.setDisable(true);
            items.add(none);
        }
        patient.getItems().setAll(items);
    }

    private void draw() {
        boolean now = doctor.lookingProperty().get();
        looking.setVisible(now);
        List<Node> nodes = new ArrayList<>();
        for (SessionCheck check : doctor.findingsProperty().get()) {
            nodes.add(row(check));
        }
        Failure failure = doctor.failureProperty().get();
        if (failure != null) {
            nodes.add(words(failure.message()));
        } else if (nodes.isEmpty()) {
            nodes.add(words(now ? "Looking" : "Says why no session can be opened on a task, and what helps."));
        }
        rows.getChildren().setAll(nodes);
    }

    private static Node words(String words) {
        var line = new HBox(Texts.wrapped(words, "t12", "ink2"));
        line.getStyleClass().add("side-words");
        return line;
    }

    /** What is well takes a line; what stands in the way has the room that it needs. */
    private static Node row(SessionCheck check) {
        boolean trouble = check.verdict() == SessionCheck.Verdict.BAD || check.verdict() == SessionCheck.Verdict.WARN;
        var icon = new StateIcon(
                switch (check.verdict()) {
                    case OK -> StateIcon.State.HEALTHY;
                    case WARN -> StateIcon.State.WARNING;
                    case BAD -> StateIcon.State.FAILED;
                    case UNKNOWN -> StateIcon.State.WAITING;
                });
        var row = new HBox(9, icon);
        if (trouble) {
            var text = new VBox(1, Texts.wrapped(check.subject() + ": " + check.words(), "t12", "medium"));
            if (!check.remedy().isEmpty()) {
                text.getChildren().add(Texts.wrapped(check.remedy(), "t12", "ink2"));
            }
            HBox.setHgrow(text, Priority.ALWAYS);
            row.getChildren().add(text);
        } else {
            Label words = Texts.yielding(check.words(), "t12", "ink2");
            words.setTooltip(new Tooltip(check.words() + (check.remedy().isEmpty() ? "" : "\n" + check.remedy())));
            row.getChildren().addAll(Texts.firm(check.subject(), "t12"), words);
        }
        row.getStyleClass().add("doctor-row");
        row.setAccessibleText(check.subject() + ": " + check.words() + " " + check.remedy());
        return row;
    }
}
