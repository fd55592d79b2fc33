package slipway.ui.shell;

import java.util.List;
import javafx.scene.layout.VBox;
import slipway.model.DeployPlan;
import slipway.model.Identity;
import slipway.model.StackPlan;
import slipway.ui.controls.Dialogs;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.Texts;
import slipway.ui.workspace.Operation;
import slipway.ui.workspace.Workspace;

/** Asks before something is written: who acts, where, and what will change. */
final class WriteQuestion {
    private final Workspace workspace;
    private final Dialogs dialogs;

    WriteQuestion(Workspace workspace, Dialogs dialogs) {
        this.workspace = workspace;
        this.dialogs = dialogs;
    }

    void listen() {
        workspace.operation().questionProperty().addListener((property, before, now) -> {
            if (now != null) {
                ask(now);
            }
        });
    }

    private void ask(Operation.Question question) {
        Operation operation = workspace.operation();
        String name = question.plan().environment().value();
        boolean deleting = question.kind() == Operation.Kind.DELETE;
        var body = new VBox(8);
        workspace.identity().ifPresent(identity -> body.getChildren().add(who(identity)));
        body.getChildren().add(Texts.wrapped(what(question.plan()), "t13"));
        question.plan().notes().forEach(note -> body.getChildren().add(Texts.wrapped(note, "t12", "ink2")));
        dialogs.ask(
                (deleting ? "Delete " : "Deploy ") + name + "?",
                body,
                List.of(
                        new Dialogs.Choice(deleting ? "Keep " + name : "Write nothing", "", true, operation::decline),
                        new Dialogs.Choice(
                                deleting
                                        ? "Delete " + name
                                        : "Deploy to "
                                                + workspace
                                                        .targetProperty()
                                                        .get()
                                                        .label(),
                                deleting ? "danger" : "primary",
                                false,
                                operation::confirm)));
    }

    private static javafx.scene.Node who(Identity identity) {
        return Texts.wrapped(
                identity.local()
                        ? "On this machine's local cloud, " + identity.region() + "."
                        : "As " + identity.principal() + ", account " + Phrases.account(identity.accountId()) + ", "
                                + identity.region() + ".",
                "t13",
                "ink2");
    }

    private static String what(DeployPlan plan) {
        var words = new StringBuilder();
        for (StackPlan.Action action : StackPlan.Action.values()) {
            List<String> names = plan.stacks().stream()
                    .filter(stack -> stack.action() == action)
                    .map(StackPlan::name)
                    .toList();
            if (!names.isEmpty()) {
                String verb = switch (action) {
                    case CREATE -> "Creates ";
                    case UPDATE -> "Updates ";
                    case NONE -> "Leaves as they are: ";
                    case DELETE -> "Deletes ";
                };
                words.append(words.isEmpty() ? "" : "\n")
                        .append(verb)
                        .append(String.join(", ", names))
                        .append('.');
            }
        }
        return words.toString();
    }
}
