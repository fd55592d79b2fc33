package slipway.ui.sessions;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.ui.controls.Cards;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Segments;
import slipway.ui.controls.Segments.Segment;
import slipway.ui.controls.Texts;
import slipway.ui.sessions.PortsViewModel.Destination;

/** Asks before a program that is at work is ended, and which port to forward. */
final class SessionQuestions {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final SessionsViewModel model;
    private final Dialogs dialogs;

    SessionQuestions(SessionsViewModel model, Dialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    /** Closes a tab; asks first where that breaks something off. */
    void close(SessionTab tab) {
        boolean ports = model.ports().entriesProperty().get().stream().anyMatch(entry -> entry.tab() == tab);
        if (tab.atWork() || (ports && !tab.ended())) {
            ask(tab, "Close tab", ports, () -> model.close(tab));
        } else {
            model.close(tab);
        }
    }

    /** Ends a tab's session; asks first where that breaks something off. */
    void end(SessionTab tab) {
        if (tab.atWork()) {
            ask(tab, "End session", false, tab::end);
        } else {
            tab.end();
        }
    }

    private void ask(SessionTab tab, String deed, boolean ports, Runnable action) {
        String label = TabWords.label(tab.taskProperty().get());
        String words = (tab.atWork() ? "A program is at work at this terminal; it is ended with the session." : "")
                + (ports ? " The ports that are forwarded through it end too." : "");
        dialogs.ask(
                deed + " on " + label + "?",
                Texts.wrapped(words.strip(), "t13", "ink2"),
                List.of(
                        new Dialogs.Choice("Keep it", "", true, () -> {}),
                        new Dialogs.Choice(deed, "danger", false, action)));
    }

    /** Asks which port to forward through a tab's task. */
    void forward(SessionTab tab) {
        SessionTask task = tab.taskProperty().get();
        List<Segment<Destination>> choices = new ArrayList<>();
        if (task.tier() == Tier.API) {
            choices.add(new Segment<>(Destination.REDIS, Destination.REDIS.words(task), null));
        }
        choices.add(new Segment<>(Destination.APPLICATION, Destination.APPLICATION.words(task), null));
        var field = new TextField();
        field.setId("forward-port");
        field.setPromptText("any free one");
        Label problem = Texts.wrapped("", "field-error");
        problem.setVisible(false);
        problem.setManaged(false);
        var chosen = new Destination[] {choices.getFirst().value()};
        var destinations = new Segments<>("What is reached", choices, destination -> {
            chosen[0] = destination;
            field.setText(String.valueOf(destination.localPort()));
        });
        destinations.show(chosen[0]);
        field.setText(String.valueOf(chosen[0].localPort()));
        field.textProperty().addListener((property, before, now) -> {
            String words = PortsViewModel.problem(now);
            problem.setText(words);
            problem.setVisible(!words.isEmpty());
            problem.setManaged(!words.isEmpty());
            field.pseudoClassStateChanged(WRONG, !words.isEmpty());
        });
        var body = new VBox(
                12,
                Texts.wrapped("Only programs of this machine reach the port. It ends with the tab.", "t13", "ink2"),
                destinations,
                Cards.field("Port of this machine", field),
                problem);
        dialogs.fillIn(
                "Forward a port through " + TabWords.label(task),
                body,
                "Forward",
                () -> {
                    if (!PortsViewModel.problem(field.getText()).isEmpty()) {
                        return false;
                    }
                    model.forward(tab, chosen[0], field.getText());
                    return true;
                },
                field);
    }
}
