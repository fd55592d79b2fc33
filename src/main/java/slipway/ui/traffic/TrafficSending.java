package slipway.ui.traffic;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentName;
import slipway.ui.controls.Phrases;
import slipway.ui.workspace.TrafficSource;
import slipway.ui.workspace.Workspace;

/** The requests that this console sends, until they are switched off or another environment is shown. */
final class TrafficSending {
    /**
     * @param words on the switch
     * @param more the whole story
     */
    record State(boolean on, String words, String more) {}

    private static final State OFF = new State(
            false,
            "Send traffic",
            "Sends a few requests a second to the application, so that a share can be judged without callers.");

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(OFF);
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private @Nullable TrafficSource source;
    private int turn;

    TrafficSending(Workspace workspace) {
        this.workspace = workspace;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Asked before requests are sent to an account's environment; null while nothing is. */
    ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
        return question.getReadOnlyProperty();
    }

    void toggle() {
        if (state.get().on()) {
            reset();
            return;
        }
        Optional<String> who = ReleaseMoves.who(workspace);
        if (who.isEmpty()) {
            begin();
            return;
        }
        question.set(new Question(
                "Send requests to " + workspace.environmentProperty().get() + "?",
                List.of(
                        who.get(),
                        "A few requests a second go to its public address from this machine, until you switch them off."
                                + " They count in its metrics, and the account pays for them."),
                "Send none",
                "Send",
                false,
                () -> {
                    question.set(null);
                    begin();
                },
                () -> question.set(null)));
    }

    /** Sends no more. */
    void reset() {
        turn++;
        question.set(null);
        if (source != null) {
            source.close();
            source = null;
        }
        state.set(OFF);
    }

    private void begin() {
        turn++;
        int mine = turn;
        EnvironmentName environment = workspace.environmentProperty().get();
        workspace.operations().ifPresent(operations -> {
            state.set(new State(true, "Sending", "Asks where the application answers."));
            var told = workspace.background().<TrafficSource.Count>newest(count -> {
                if (mine == turn) {
                    state.set(sending(count));
                }
            });
            workspace
                    .background()
                    .run(
                            () -> operations.sendTraffic(environment, told),
                            begun -> {
                                if (mine == turn) {
                                    source = begun;
                                } else {
                                    begun.close();
                                }
                            },
                            failure -> {
                                if (mine == turn) {
                                    state.set(new State(false, "Cannot send", failure.message()));
                                }
                            });
        });
    }

    private static State sending(TrafficSource.Count count) {
        String failed = count.failed() == 0 ? "" : ", " + Phrases.grouped(count.failed(), "failure");
        return new State(
                true,
                "Sending" + failed,
                Phrases.grouped(count.sent(), "request") + " sent"
                        + (count.failed() == 0 ? ", none failed" : failed)
                        + ". Press to stop.");
    }
}
