package slipway.ui.stacks;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import slipway.model.FailureChain;
import slipway.ui.controls.Icons;
import slipway.ui.controls.StateIcon;
import slipway.ui.controls.Texts;

/** Why a deployment failed: the cause first, then its log lines, what followed, and what helps. */
final class FailureCard extends HBox {
    private static final int LINES = 8;
    private static final Pattern ALARMING = Pattern.compile("error|exception|fatal|abort", Pattern.CASE_INSENSITIVE);

    /** @param showLogs shows the lines around the failure; absent when no service had a part in it */
    FailureCard(FailureChain failure, Optional<Runnable> showLogs) {
        getStyleClass().addAll("panel-card", "cause-card");
        var edge = new Region();
        edge.getStyleClass().add("cause-edge");
        var body = new VBox(12);
        body.getStyleClass().add("cause-body");
        HBox.setHgrow(body, Priority.ALWAYS);
        Label cause = Texts.wrapped(failure.cause(), "headline");
        cause.setId("failure-cause");
        body.getChildren().add(new VBox(Texts.text(where(failure), "t12", "ink2", "medium"), cause));
        if (!failure.lines().isEmpty()) {
            body.getChildren().add(log(extract(failure)));
        }
        showLogs.ifPresent(show -> body.getChildren().add(link(show)));
        List<FailureSteps.Step> steps = FailureSteps.of(failure);
        if (!steps.isEmpty()) {
            body.getChildren().add(chain(steps));
        }
        if (!failure.remedy().isEmpty()) {
            var remedy = new HBox(
                    10,
                    Icons.small(Feather.TOOL),
                    Texts.firm("What helps.", "t13", "semibold"),
                    Texts.wrapped(failure.remedy(), "t13"));
            remedy.setAlignment(Pos.TOP_LEFT);
            remedy.getStyleClass().add("remedy");
            body.getChildren().add(remedy);
        }
        getChildren().addAll(edge, body);
    }

    private static Button link(Runnable show) {
        var link = new Button("Show logs", Icons.small(Feather.ALIGN_LEFT));
        link.setId("failure-logs");
        link.getStyleClass().add("small");
        link.setMinWidth(USE_PREF_SIZE);
        link.setOnAction(event -> show.run());
        return link;
    }

    private static String where(FailureChain failure) {
        if (failure.stackName().isEmpty()) {
            return "Cause";
        }
        return "Cause, in " + failure.stackName() + (failure.logicalId().isEmpty() ? "" : ", " + failure.logicalId());
    }

    /** The lines about the one that the cause names; without one, the last. */
    private static List<String> extract(FailureChain failure) {
        List<String> lines = failure.lines();
        int telling = lines.size() - 1;
        for (int index = 0; index < lines.size(); index++) {
            if (!lines.get(index).isBlank()
                    && failure.cause().contains(lines.get(index).strip())) {
                telling = index;
            }
        }
        int to = Math.min(lines.size(), Math.max(telling + 3, LINES));
        return lines.subList(Math.max(0, to - LINES), to);
    }

    private static VBox log(List<String> lines) {
        var log = new VBox();
        log.getStyleClass().add("log-extract");
        lines.forEach(line -> log.getChildren()
                .add(Texts.yielding(line, "mono", ALARMING.matcher(line).find() ? "bad" : "ink")));
        return log;
    }

    private static HBox chain(List<FailureSteps.Step> steps) {
        var chain = new HBox(10);
        for (FailureSteps.Step step : steps) {
            if (!chain.getChildren().isEmpty()) {
                chain.getChildren().add(Icons.small(Feather.CHEVRON_RIGHT));
            }
            var words = new VBox(Texts.yielding(step.title(), "t12", "medium"));
            if (!step.words().isEmpty()) {
                words.getChildren().add(Texts.yielding(step.words(), "t12", "ink2"));
            }
            words.setMinWidth(0);
            Tooltip.install(
                    words, new Tooltip(step.words().isEmpty() ? step.title() : step.title() + "\n" + step.words()));
            var part = new HBox(8, new StateIcon(StateIcon.State.FAILED), words);
            part.setAlignment(Pos.TOP_LEFT);
            part.setMinWidth(0);
            part.setPrefWidth(10);
            HBox.setHgrow(part, Priority.ALWAYS);
            chain.getChildren().add(part);
        }
        chain.setAlignment(Pos.TOP_LEFT);
        return chain;
    }
}
