package slipway.ui.traffic;

import java.io.File;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;
import slipway.model.Tier;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** The form of a release or of a rollback: what is entered, then what it would do in words, then the button that does it. */
final class ReleaseDialog {
    private final ReleaseForm form;
    private final Dialogs dialogs;
    private final ToggleGroup tiers = new ToggleGroup();
    private final RadioButton fromFolder = new RadioButton("A folder");
    private final RadioButton published = new RadioButton("A published image");
    private final TextField folder = field("release-folder", "");
    private final TextField tag = field("release-tag", "");
    private final TextField steps = field("release-steps", "");
    private final TextField bake = field("release-bake", "the usual");
    private final TextField keep = field("release-keep", "the usual");
    private final CheckBox sends = new CheckBox("Send requests where callers send too few");
    private final HBox folderRow;
    private final VBox outcome = new VBox(6);
    private final Button take = new Button();
    private final ReleaseForm.Entries initial;

    ReleaseDialog(ReleaseForm form, Dialogs dialogs) {
        this.form = form;
        this.dialogs = dialogs;
        initial = form.initial();
        folder.setText(initial.folder());
        steps.setText(initial.steps());
        sends.setSelected(initial.sends());
        sends.setId("release-sends");
        var choose = new Button("Choose…");
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setOnAction(event -> chooseFolder());
        HBox.setHgrow(folder, Priority.ALWAYS);
        folderRow = new HBox(8, folder, choose);
        var source = new ToggleGroup();
        fromFolder.setToggleGroup(source);
        published.setToggleGroup(source);
        fromFolder.setSelected(true);
        published.setId("release-published");
        published.selectedProperty().subscribe(chosen -> {
            DeedButton.present(folderRow, !chosen);
            tag.setPromptText(chosen ? "the tag, as it was published" : "tag: the commit's, or the folder's own");
        });
        for (Tier tier : HeadWords.order()) {
            var choice = new RadioButton(tier.label());
            choice.setId("release-tier-" + tier.label());
            choice.setUserData(tier);
            choice.setToggleGroup(tiers);
            choice.setSelected(tier == initial.tier());
        }
        tiers.selectedToggleProperty().subscribe((before, now) -> {
            if (before != null && folder.getText().equals(form.folder((Tier) before.getUserData()))) {
                folder.setText(form.folder(tier()));
            }
            form.edited();
        });
        for (TextField field : List.of(folder, tag, steps, bake, keep)) {
            field.textProperty().addListener((property, before, now) -> form.edited());
        }
        published.selectedProperty().addListener((property, before, now) -> form.edited());
        sends.selectedProperty().addListener((property, before, now) -> form.edited());
        take.setId("release-take");
        take.getStyleClass().add("primary");
        take.setDefaultButton(true);
        take.setMinWidth(Region.USE_PREF_SIZE);
        take.setOnAction(event -> press());
        form.stageProperty().subscribe(this::tell);
    }

    void show() {
        var back = new Button("Cancel");
        back.setOnAction(event -> {
            dialogs.close();
            form.close();
        });
        var buttons = new HBox(8, back, take);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        var card = new VBox(12, Texts.wrapped(form.title(), "t15", "semibold"), fields(), outcome, buttons);
        card.getStyleClass().addAll("dialog-card", "release-dialog");
        dialogs.show(card, form::close, form.rollback() ? take : folder);
    }

    private Node fields() {
        var fields = new VBox(10);
        if (!form.rollback()) {
            var who = new HBox(16);
            tiers.getToggles().forEach(choice -> who.getChildren().add((Node) choice));
            fields.getChildren()
                    .addAll(
                            Cards.field("Tier", who),
                            Cards.field("Version", new VBox(6, new HBox(16, fromFolder, published), folderRow, tag)));
        }
        VBox times = Cards.field("Each step is watched for", bake);
        VBox stays = Cards.field("The old colour stays for", keep);
        HBox.setHgrow(times, Priority.ALWAYS);
        HBox.setHgrow(stays, Priority.ALWAYS);
        fields.getChildren()
                .addAll(Cards.field("Steps, in per cent of the requests", steps), new HBox(12, times, stays), sends);
        return fields;
    }

    private void press() {
        if (form.stageProperty().get() instanceof ReleaseForm.Stage.Planned) {
            dialogs.close();
            form.release();
        } else if (!(form.stageProperty().get() instanceof ReleaseForm.Stage.Planning)) {
            // Not disabled meanwhile: the focus would leave the dialog.
            form.plan(new ReleaseForm.Entries(
                    tier(),
                    published.isSelected(),
                    folder.getText(),
                    tag.getText(),
                    steps.getText(),
                    bake.getText(),
                    keep.getText(),
                    sends.isSelected()));
        }
    }

    private Tier tier() {
        return tiers.getSelectedToggle() == null
                ? initial.tier()
                : (Tier) tiers.getSelectedToggle().getUserData();
    }

    private void tell(ReleaseForm.Stage stage) {
        outcome.getChildren().clear();
        take.setText("Show what it does");
        switch (stage) {
            case ReleaseForm.Stage.Editing editing -> {
                if (!editing.problem().isEmpty()) {
                    outcome.getChildren().add(line(StateIcon.State.FAILED, editing.problem(), "bad"));
                }
            }
            case ReleaseForm.Stage.Planning _ -> {
                outcome.getChildren().add(line(StateIcon.State.WORKING, "Making the plan", "ink2"));
            }
            case ReleaseForm.Stage.Planned planned -> {
                take.setText(form.deed());
                planned.words().forEach(words -> outcome.getChildren().add(Texts.wrapped(words, "t12", "ink2")));
            }
        }
    }

    private static HBox line(StateIcon.State state, String words, String style) {
        var text = Texts.wrapped(words, "t12", style);
        text.setId("release-outcome");
        HBox.setHgrow(text, Priority.ALWAYS);
        var line = new HBox(8, new StateIcon(state), text);
        line.setAlignment(Pos.TOP_LEFT);
        return line;
    }

    private void chooseFolder() {
        var chooser = new DirectoryChooser();
        chooser.setTitle("The folder that the image is built from");
        var known = new File(folder.getText());
        if (known.isDirectory()) {
            chooser.setInitialDirectory(known);
        }
        @Nullable File chosen = chooser.showDialog(folder.getScene().getWindow());
        if (chosen != null) {
            folder.setText(chosen.getPath());
        }
    }

    private static TextField field(String id, String prompt) {
        var field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        return field;
    }
}
