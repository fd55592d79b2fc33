package slipway.ui.traffic;

import java.util.List;
import javafx.scene.layout.VBox;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Texts;

/** Asks what must be asked before weights are moved. */
final class TrafficQuestions {
    private final TrafficMoves model;
    private final Dialogs dialogs;

    TrafficQuestions(TrafficMoves model, Dialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    void listen() {
        model.questionProperty().subscribe(question -> {
            if (question != null) {
                ask(question);
            }
        });
    }

    private void ask(TrafficMoves.Question question) {
        var body = new VBox(8);
        question.words().forEach(words -> body.getChildren().add(Texts.wrapped(words, "t13")));
        dialogs.ask(
                question.title(),
                body,
                List.of(
                        new Dialogs.Choice(question.safe(), "", true, question.no()),
                        new Dialogs.Choice(
                                question.deed(), question.danger() ? "danger" : "primary", false, question.yes())));
    }
}
