package slipway.ui.services;

import java.util.List;
import javafx.scene.layout.VBox;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Texts;
import slipway.ui.services.RowValues.OfService;
import slipway.ui.services.RowValues.OfTask;

/** Asks before a task is stopped or a service is redeployed, and says what will happen. */
final class ServiceQuestions {
    private final ServicesViewModel model;
    private final Dialogs dialogs;

    ServiceQuestions(ServicesViewModel model, Dialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    void stop(OfTask task) {
        ask(
                "Stop task " + RowWords.name(task) + " of " + task.service() + "?",
                model.stopWords(task),
                new Dialogs.Choice("Keep it running", "", true, () -> {}),
                new Dialogs.Choice("Stop task", "danger", false, () -> model.stop(task)));
    }

    void redeploy(OfService service) {
        ask(
                "Redeploy " + service.service() + "?",
                model.redeployWords(service),
                new Dialogs.Choice("Leave it as it is", "", true, () -> {}),
                new Dialogs.Choice("Redeploy", "primary", false, () -> model.redeploy(service)));
    }

    private void ask(String title, String words, Dialogs.Choice safe, Dialogs.Choice deed) {
        var body = new VBox(8, Texts.wrapped(words, "t13"));
        model.actor().ifPresent(actor -> body.getChildren().addFirst(Texts.wrapped(actor, "t13", "ink2")));
        dialogs.ask(title, body, List.of(safe, deed));
    }
}
