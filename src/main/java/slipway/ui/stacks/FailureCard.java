package slipway.ui.stacks;

import java.util.List;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
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
    private static final Pattern ALARMING = Pattern.compile("error|exception|fatal|abort", Pattern.CASE_INSENSITIVE);

    FailureCard(FailureChain failure) {
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
            body.getChildren().add(log(failure.lines()));
        }
        if (!failure.followed().isEmpty()) {
            body.getChildren().add(chain(failure.followed()));
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

    private static String where(FailureChain failure) {
        if (failure.stackName().isEmpty()) {
            return "Cause";
        }
        return "Cause, in " + failure.stackName() + (failure.logicalId().isEmpty() ? "" : ", " + failure.logicalId());
    }

    private static VBox log(List<String> lines) {
        var log = new VBox();
        log.getStyleClass().add("log-extract");
        lines.forEach(line -> log.getChildren()
                .add(Texts.yielding(line, "mono", ALARMING.matcher(line).find() ? "bad" : "ink")));
        return log;
    }

    private static HBox chain(List<String> steps) {
        var chain = new HBox(10);
        for (int index = 0; index < steps.size(); index++) {
            if (index > 0) {
                chain.getChildren().add(Icons.small(Feather.CHEVRON_RIGHT));
            }
            Label words = Texts.yielding(steps.get(index), "t12");
            words.setTooltip(new Tooltip(steps.get(index)));
            var step = new HBox(8, new StateIcon(StateIcon.State.FAILED), words);
            step.setAlignment(Pos.CENTER_LEFT);
            step.setMinWidth(0);
            step.setPrefWidth(10);
            HBox.setHgrow(step, Priority.ALWAYS);
            chain.getChildren().add(step);
        }
        chain.setAlignment(Pos.CENTER_LEFT);
        return chain;
    }
}
