package slipway.ui.traffic;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.Tier;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;
import slipway.ui.fx.Panel;
import slipway.ui.traffic.TrafficViewModel.Mode;

/** The Traffic panel. */
public final class TrafficView implements Panel {
    private final TrafficViewModel model;
    private final Runnable openStacks;
    private final VBox root = new VBox();
    private final VBox notices = new VBox(8);
    private final VBox tiers = new VBox(12);
    private final MoveList moves = new MoveList();
    private final ScrollPane scroll = new ScrollPane();
    private final StackPane instead = new StackPane();
    private final Map<Tier, TierLane> lanes = new EnumMap<>(Tier.class);
    private final ToggleButton send = new ToggleButton();
    private final Tooltip sendTip = new Tooltip();
    private boolean narrow;

    /**
     * @param openStacks shows the panel that deploys
     * @param openStack shows that panel with a stack selected, by the stack's suffix
     */
    public TrafficView(TrafficViewModel model, Dialogs dialogs, Runnable openStacks, Consumer<String> openStack) {
        this.model = model;
        this.openStacks = openStacks;
        var questions = new TrafficQuestions(dialogs);
        questions.listen(model.moves().questionProperty());
        questions.listen(model.releases().questionProperty());
        questions.listen(model.sending().questionProperty());
        model.releases().formProperty().subscribe(form -> {
            if (form != null) {
                new ReleaseDialog(form, dialogs).show();
            }
        });
        model.releases().stackProperty().subscribe(suffix -> {
            if (!suffix.isEmpty()) {
                openStack.accept(suffix);
            }
        });
        root.getStyleClass().addAll("panel", "traffic");
        var content = new VBox(12, notices, tiers, moves.node());
        VBox.setVgrow(moves.node(), Priority.ALWAYS);
        content.getStyleClass().add("traffic-content");
        scroll.setContent(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root.getChildren().addAll(head(), scroll, instead);
        model.lanesProperty().subscribe(this::show);
        model.historyProperty().subscribe(moves::show);
        model.unreadProperty().subscribe(this::notice);
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
        model.show();
    }

    @Override
    public void onHide() {
        model.hide();
    }

    @Override
    public void setNarrow(boolean now) {
        narrow = now;
        lanes.values().forEach(lane -> lane.setNarrow(now));
    }

    private Node head() {
        Label headline = Texts.firm("", "headline");
        headline.setId("traffic-headline");
        headline.textProperty().bind(model.headlineProperty());
        Label subline = Texts.yielding("", "t13", "ink2");
        subline.textProperty().bind(model.sublineProperty());
        send.setId("send-traffic");
        send.setGraphic(Icons.small(Feather.SEND));
        send.setMinWidth(Region.USE_PREF_SIZE);
        send.setOnAction(event -> {
            model.sending().toggle();
            sends();
        });
        send.setTooltip(sendTip);
        model.sending().stateProperty().subscribe(state -> sends());
        var release = button(
                "Release a version…", Feather.PACKAGE, () -> model.releases().compose(model.suggestedTier()));
        release.setId("release-version");
        model.modeProperty().subscribe(mode -> {
            present(send, mode == Mode.LIVE);
            present(release, mode == Mode.LIVE);
        });
        HBox.setHgrow(subline, Priority.ALWAYS);
        subline.setMaxWidth(Double.MAX_VALUE);
        var head = new HBox(12, headline, subline, send, release);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("panel-head");
        return head;
    }

    private void sends() {
        TrafficSending.State state = model.sending().stateProperty().get();
        send.setSelected(state.on());
        send.setText(state.words());
        sendTip.setText(state.more());
    }

    /** A lane is made once: whoever drags its fader must not lose it to a reading. */
    private void show(List<LaneValues> values) {
        for (LaneValues lane : values) {
            TierLane node = lanes.get(lane.tier());
            if (node == null) {
                node = new TierLane(lane.tier(), model.moves(), model.releases());
                node.setNarrow(narrow);
                lanes.put(lane.tier(), node);
            }
            node.show(lane);
        }
        List<TierLane> there =
                values.stream().map(lane -> lanes.get(lane.tier())).toList();
        if (!tiers.getChildren().equals(there)) {
            tiers.getChildren().setAll(there);
        }
    }

    private void notice(List<Unread> parts) {
        notices.getChildren().clear();
        for (Unread part : parts) {
            String words = "Not shown: " + part.part() + ". " + part.failure().message();
            var line = new HBox(8, new StateIcon(StateIcon.State.WARNING), Texts.wrapped(words, "t12", "warn"));
            line.setAlignment(Pos.CENTER_LEFT);
            line.getStyleClass().add("missing-part");
            notices.getChildren().add(line);
        }
        present(notices, !parts.isEmpty());
    }

    private void arrange(Mode mode) {
        boolean live = mode == Mode.LIVE;
        present(scroll, live);
        @Nullable
        Node other = switch (mode) {
            case LIVE -> null;
            case READING -> Cards.notice(StateIcon.State.WORKING, "Asking the target", "");
            case EMPTY ->
                Cards.notice(
                        StateIcon.State.IDLE,
                        "The faders will be here",
                        "One for the client, one for the api: which share of the requests blue gets and which green, what was"
                                + " counted, and who moved it when.",
                        button("Go to Stacks", Feather.LAYERS, openStacks));
            case ASLEEP ->
                Cards.notice(
                        StateIcon.State.IDLE,
                        "Your environment is kept",
                        "Starting the local cloud starts its tasks again.",
                        button("Start local cloud", Feather.POWER, model::wake));
            case REFUSED -> refused();
        };
        instead.getChildren().setAll(other == null ? List.of() : List.of(other));
        if (other != null) {
            StackPane.setAlignment(other, Pos.TOP_LEFT);
        }
        VBox.setVgrow(instead, live ? Priority.NEVER : Priority.ALWAYS);
        present(instead, !live);
    }

    private Node refused() {
        Failure failure = model.refusalProperty().get();
        return Cards.failure(
                failure == null ? "The target does not answer." : failure.message(),
                failure == null ? "" : failure.detail(),
                button("Try now", Feather.REFRESH_CW, model::tryAgain));
    }

    private static Button button(String label, Feather glyph, Runnable action) {
        var button = new Button(label, Icons.small(glyph));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private static void present(Node node, boolean there) {
        node.setVisible(there);
        node.setManaged(there);
    }
}
