package slipway.ui.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.Identity;
import slipway.model.WayOut;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.LocalCloud;
import slipway.ui.workspace.Operation;
import slipway.ui.workspace.Workspace;

/** What the window's frame says: who and where, the state of the stacks, the main button, the status bar. */
public final class ShellViewModel {
    /** A state in words, with its outline. */
    public record Summary(StateIcon.State icon, String words) {}

    /** What the main button does when it is pressed. */
    public enum MainAction {
        DEPLOY("Deploy"),
        UPDATE("Update"),
        CONTINUE("Continue"),
        WAKE("Start local cloud"),
        /** An operation is under way: the button leads to it. */
        WATCH("");

        private final String label;

        MainAction(String label) {
            this.label = label;
        }
    }

    /** What goes on after the window was closed. */
    public enum Closing {
        LEAVES_NOTHING,
        LEAVES_LOCAL_CLOUD,
        /** A release is run by this console. */
        LEAVES_RELEASE,
        /** Stacks of an AWS target are under way; nobody would start those that wait for them. */
        LEAVES_OPERATION,
        /** Sessions are open; they end. */
        ENDS_SESSIONS
    }

    /** @param enabled false while the target does not answer */
    public record MainButton(MainAction action, String label, boolean enabled) {}

    /**
     * The left side of the status bar.
     *
     * @param progress 0 to 1; absent while nothing is counted
     */
    public record Activity(
            StateIcon.@Nullable State icon, String title, String detail, Optional<Double> progress, String rest) {}

    /** The foot of the navigation: what is being talked to. */
    public record Foot(boolean alive, String title, String right, String detail) {}

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<String> account = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyObjectWrapper<String> region = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyObjectWrapper<String> principal = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyObjectWrapper<Summary> summary =
            new ReadOnlyObjectWrapper<>(new Summary(StateIcon.State.WORKING, "asking the target"));
    private final ReadOnlyObjectWrapper<MainButton> mainButton =
            new ReadOnlyObjectWrapper<>(new MainButton(MainAction.DEPLOY, "Deploy", false));
    private final ReadOnlyObjectWrapper<Activity> activity =
            new ReadOnlyObjectWrapper<>(new Activity(null, "Nothing running", "", Optional.empty(), ""));
    private final ReadOnlyObjectWrapper<String> refreshed = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyObjectWrapper<String> calls = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyObjectWrapper<String> time = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyObjectWrapper<Foot> foot = new ReadOnlyObjectWrapper<>(new Foot(false, "", "", ""));
    private final ReadOnlyObjectWrapper<String> shares = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper failed = new ReadOnlyBooleanWrapper();

    public ShellViewModel(Workspace workspace) {
        this.workspace = workspace;
        workspace.connectionProperty().addListener((property, before, now) -> update());
        workspace.statusProperty().addListener((property, before, now) -> update());
        workspace.readFailureProperty().addListener((property, before, now) -> update());
        workspace.localCloudProperty().addListener((property, before, now) -> update());
        workspace.noticeProperty().addListener((property, before, now) -> update());
        workspace.waysOutProperty().addListener((property, before, now) -> update());
        workspace.operation().stageProperty().addListener((property, before, now) -> update());
        workspace.operation().progressProperty().addListener((property, before, now) -> update());
        workspace.releases().runsProperty().addListener((property, before, now) -> update());
        update();
    }

    /** Brings ages and counts up to the present; called every second while the window is shown. */
    public void tick() {
        Instant now = workspace.clock().instant();
        Instant read = workspace.readAtProperty().get();
        Failure stale = workspace.readFailureProperty().get();
        if (read == null) {
            refreshed.set(stale == null ? "Nothing read yet" : "No answer: " + stale.message());
        } else {
            String age = Phrases.clock(read) + " · " + Phrases.ago(Duration.between(read, now));
            refreshed.set(stale == null ? "Refreshed " + age : "No answer, showing " + age);
        }
        calls.set(workspace.callsPerMinute() + " AWS calls/min");
    }

    public void pressMain() {
        switch (mainButton.get().action()) {
            case DEPLOY, UPDATE, CONTINUE -> workspace.deploy();
            case WAKE -> workspace.wake();
            case WATCH -> {}
        }
    }

    /** The panel, by id, that shows what the status bar tells of. */
    public String activityPanel() {
        return tellsOfRelease() ? "traffic" : "stacks";
    }

    private boolean tellsOfRelease() {
        return workspace.operation().stageProperty().get() == Operation.Stage.NONE
                && !workspace.releases().runsProperty().get().isEmpty();
    }

    /** What closing the window would leave behind. */
    public Closing closing() {
        if (workspace.releases().busy()) {
            return Closing.LEAVES_RELEASE;
        }
        LocalCloud.Status local = workspace.localCloudProperty().get();
        if (local != null && local.running().isPresent()) {
            return Closing.LEAVES_LOCAL_CLOUD;
        }
        if (workspace.operation().busy()) {
            return Closing.LEAVES_OPERATION;
        }
        return workspace.sessions().openProperty().get() > 0 ? Closing.ENDS_SESSIONS : Closing.LEAVES_NOTHING;
    }

    public ReadOnlyObjectProperty<String> accountProperty() {
        return account.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<String> regionProperty() {
        return region.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<String> principalProperty() {
        return principal.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Summary> summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<MainButton> mainButtonProperty() {
        return mainButton.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Activity> activityProperty() {
        return activity.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<String> refreshedProperty() {
        return refreshed.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<String> callsProperty() {
        return calls.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<String> timeProperty() {
        return time.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Foot> footProperty() {
        return foot.getReadOnlyProperty();
    }

    /** The share that moves while a tier's requests are divided, such as {@code 25 %}; empty while none is. */
    public ReadOnlyObjectProperty<String> sharesProperty() {
        return shares.getReadOnlyProperty();
    }

    /** How many sessions are open in Terminal. */
    public ReadOnlyIntegerProperty sessionsProperty() {
        return workspace.sessions().openProperty();
    }

    /** Whether an operation is under way. */
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Whether the last operation failed and was not put away yet. */
    public ReadOnlyBooleanProperty failedProperty() {
        return failed.getReadOnlyProperty();
    }

    private void update() {
        Optional<Identity> identity = workspace.identity();
        account.set(identity.map(known -> "account " + Phrases.account(known.accountId()))
                .orElse(""));
        region.set(identity.map(Identity::region).orElse(""));
        principal.set(identity.map(Identity::principal).orElse(""));
        busy.set(workspace.operation().busy());
        failed.set(workspace.operation().stageProperty().get() == Operation.Stage.REFUSED
                || workspace.operation().progress().map(DeployProgress::phase).orElse(null)
                        == DeployProgress.Phase.FAILED);
        summary.set(summarise());
        mainButton.set(button());
        activity.set(act());
        foot.set(talksTo());
        time.set(timeWords());
        shares.set(divided());
        tick();
    }

    /** The api's share of green tells most, then the client's. */
    private String divided() {
        EnvironmentStatus status = workspace.statusProperty().get();
        if (status == null) {
            return "";
        }
        return status.colours().stream()
                .filter(colour -> colour.colour() == Colour.GREEN && colour.share() > 0 && colour.share() < 1)
                .max(Comparator.comparing(EnvironmentStatus.ColourStatus::tier))
                .map(colour -> Math.round(colour.share() * 100) + " %")
                .orElse("");
    }

    private Summary summarise() {
        if (workspace.operation().stageProperty().get() == Operation.Stage.RUNNING) {
            DeployProgress progress = workspace.operation().progressProperty().get();
            if (progress != null) {
                return new Summary(StateIcon.State.WORKING, StackCounts.underWay(progress));
            }
        }
        return switch (workspace.connectionProperty().get()) {
            case Connection.Asleep asleep ->
                asleep.keepsStacks()
                        ? new Summary(StateIcon.State.IDLE, "local cloud is stopped")
                        : new Summary(StateIcon.State.IDLE, "nothing deployed");
            case Connection.Opening _ -> new Summary(StateIcon.State.WORKING, "asking the target");
            case Connection.Refused _ -> new Summary(StateIcon.State.FAILED, "no access");
            case Connection.Open _ -> ofStacks();
        };
    }

    private Summary ofStacks() {
        EnvironmentStatus status = workspace.statusProperty().get();
        if (status != null && !workspace.statusIsOvertaken()) {
            return StackCounts.summary(status);
        }
        return workspace.readFailureProperty().get() == null
                ? new Summary(StateIcon.State.WORKING, "reading stacks")
                : new Summary(StateIcon.State.WARNING, "no answer");
    }

    private MainButton button() {
        Operation operation = workspace.operation();
        if (operation.busy()) {
            boolean asking = operation.stageProperty().get() == Operation.Stage.ASKING;
            String label = asking
                    ? "Waits for you"
                    : operation.cancelling()
                            ? "Cancelling"
                            : switch (operation.kindProperty().get()) {
                                case DEPLOY -> "Deploying";
                                case DELETE, DELETE_CREATED -> "Deleting";
                                case CANCEL_UPDATES -> "Rolling back";
                                case REPAIR -> "Repairing";
                            };
            return new MainButton(MainAction.WATCH, label, true);
        }
        if (ReleaseActivity.holds(workspace.releases())) {
            return new MainButton(MainAction.WATCH, "Releasing", true);
        }
        return switch (workspace.connectionProperty().get()) {
            case Connection.Asleep asleep when asleep.keepsStacks() -> of(MainAction.WAKE, true);
            case Connection.Asleep _ -> of(MainAction.DEPLOY, true);
            case Connection.Opening _, Connection.Refused _ -> of(MainAction.DEPLOY, false);
            case Connection.Open _ -> {
                EnvironmentStatus status = workspace.statusProperty().get();
                if (status == null) {
                    yield of(MainAction.DEPLOY, false);
                }
                if (status.interrupted().isPresent()) {
                    yield of(MainAction.CONTINUE, true);
                }
                yield of(status.stacks().isEmpty() ? MainAction.DEPLOY : MainAction.UPDATE, true);
            }
        };
    }

    private static MainButton of(MainAction action, boolean enabled) {
        return new MainButton(action, action.label, enabled);
    }

    private Activity act() {
        Operation operation = workspace.operation();
        String name = workspace.environmentProperty().get().value();
        return switch (operation.stageProperty().get()) {
            case NONE ->
                workspace.releases().runsProperty().get().isEmpty()
                        ? nothing()
                        : ReleaseActivity.of(workspace.releases().runsProperty().get());
            case PREPARING ->
                new Activity(StateIcon.State.WORKING, "Making the plan for " + name, "", Optional.empty(), "");
            case ASKING -> new Activity(StateIcon.State.WAITING, "Waiting for your word", "", Optional.empty(), "");
            case REFUSED -> {
                Failure refusal = operation.refusalProperty().get();
                yield new Activity(
                        StateIcon.State.FAILED,
                        "Not started",
                        refusal == null ? "" : refusal.message(),
                        Optional.empty(),
                        "");
            }
            case RUNNING, ENDED ->
                operation
                        .progress()
                        .map(progress -> StackCounts.activity(operation, progress))
                        .orElseGet(this::nothing);
        };
    }

    private Activity nothing() {
        EnvironmentStatus status = workspace.statusProperty().get();
        if (status != null && status.interrupted().isPresent()) {
            return StackCounts.interrupted(status.interrupted().get());
        }
        List<WayOut> waysOut = workspace.waysOutProperty().get();
        if (waysOut.stream().anyMatch(WayOut::blocks)) {
            return StackCounts.stuck(waysOut);
        }
        Failure notice = workspace.noticeProperty().get();
        return notice == null
                ? new Activity(null, "Nothing running", "", Optional.empty(), "")
                : new Activity(StateIcon.State.WARNING, "Look at it", notice.message(), Optional.empty(), "");
    }

    private Foot talksTo() {
        if (!workspace.targetProperty().get().local()) {
            return workspace
                    .identity()
                    .map(identity ->
                            new Foot(true, workspace.targetProperty().get().label(), "", identity.principal()))
                    .orElse(new Foot(false, workspace.targetProperty().get().label(), "", "not signed in"));
        }
        LocalCloud.Status local = workspace.localCloudProperty().get();
        if (local == null || local.running().isEmpty()) {
            boolean kept = local != null && local.keepsStacks();
            return new Foot(
                    false, "Local cloud", "", kept ? "stopped, keeps its stacks" : "starts with the first Deploy");
        }
        LocalCloud.Running running = local.running().get();
        Duration up = Duration.between(running.started(), workspace.clock().instant());
        String memory = running.residentBytes() > 0 ? Phrases.bytes(running.residentBytes()) + " · " : "";
        return new Foot(
                true,
                "Local cloud",
                "clock " + Phrases.factor(running.clockFactor()),
                memory + "up " + Phrases.span(up));
    }

    private String timeWords() {
        if (!workspace.targetProperty().get().local()) {
            return "Times are local";
        }
        LocalCloud.Status local = workspace.localCloudProperty().get();
        return local == null || local.running().isEmpty()
                ? "Local cloud not started"
                : "Cloud time, " + Phrases.factor(local.running().get().clockFactor());
    }
}
