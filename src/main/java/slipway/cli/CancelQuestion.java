package slipway.cli;

import java.util.List;
import java.util.Locale;
import slipway.cloud.Target;
import slipway.model.DeployProgress;

/** After a cancelled deployment: leave it, take back its updates, or delete what it created. */
final class CancelQuestion {
    private final Tools tools;
    private final Undertaking undertaking;

    CancelQuestion(Tools tools, Undertaking undertaking) {
        this.tools = tools;
        this.undertaking = undertaking;
    }

    /** Does what was chosen and returns how things stand then. */
    DeployProgress answered(CancelChoice choice, Deeds deeds, DeployProgress cancelled, Target target) {
        return switch (choice) {
            case ASK -> answered(ask(), deeds, cancelled, target);
            case LEAVE -> {
                tools.answers().say("slipway deploy" + tools.options().repeated() + " goes on with it.");
                yield cancelled;
            }
            case CANCEL ->
                afterwards(
                        cancelled.plan().notes(),
                        "Cancelling the updates of " + cancelled.plan().environment() + " on " + Words.place(target),
                        "The updates are taken back.",
                        (progress, cancellation) -> deeds.cancelUpdates(cancelled, progress, cancellation));
            case DELETE ->
                afterwards(
                        cancelled.plan().notes(),
                        "Deleting what was created for " + cancelled.plan().environment() + " on "
                                + Words.place(target),
                        "What this deployment created is deleted, except for data and what it stands on.",
                        (progress, cancellation) -> deeds.deleteCreated(cancelled, progress, cancellation));
        };
    }

    private CancelChoice ask() {
        UserTerminal terminal = tools.context().terminal();
        if (!terminal.canAsk()) {
            return CancelChoice.LEAVE;
        }
        tools.answers()
                .say(List.of(
                        "  leave   everything stays as it is, and deploy goes on with it",
                        "  cancel  updates that are under way are taken back",
                        "  delete  what this deployment created is deleted, but never data"));
        while (true) {
            String answer = terminal.ask("leave, cancel or delete? [leave]")
                    .orElse("")
                    .strip()
                    .toLowerCase(Locale.ROOT);
            switch (answer) {
                case "", "l", "leave" -> {
                    return CancelChoice.LEAVE;
                }
                case "c", "cancel" -> {
                    return CancelChoice.CANCEL;
                }
                case "d", "delete" -> {
                    return CancelChoice.DELETE;
                }
                default -> tools.answers().say("'" + answer + "' is none of them.");
            }
        }
    }

    private DeployProgress afterwards(List<String> known, String title, String done, Undertaking.Deed deed) {
        DeployProgress ended = undertaking.carryOut(title, known, deed);
        if (ended.failure().isPresent()) {
            undertaking.report(ended);
        } else {
            tools.answers().say(done);
        }
        return ended;
    }
}
