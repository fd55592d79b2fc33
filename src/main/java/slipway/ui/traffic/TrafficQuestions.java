package slipway.ui.traffic;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Texts;

/** Asks what must be asked before something is written. */
final class TrafficQuestions {
    private final Dialogs dialogs;

    TrafficQuestions(Dialogs dialogs) {
        this.dialogs = dialogs;
    }

    void listen(ReadOnlyObjectProperty<@Nullable Question> questions) {
        questions.subscribe(question -> {
            if (question != null) {
                ask(question);
            }
        });
    }

    private void ask(Question question) {
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
