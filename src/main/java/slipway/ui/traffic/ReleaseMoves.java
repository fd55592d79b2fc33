package slipway.ui.traffic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.NextAction;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.Tier;
import slipway.ui.controls.Phrases;
import slipway.ui.workspace.Releases;
import slipway.ui.workspace.Workspace;

/** What the panel's buttons do about releases: asks where an account is written to, sends wishes, remembers what went wrong. */
final class ReleaseMoves {
    private final Workspace workspace;
    private final Function<Tier, Optional<Colour>> idle;
    private final Runnable changed;
    private final Runnable readSoon;
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable ReleaseForm> form = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<String> stack = new ReadOnlyObjectWrapper<>("");
    private final Map<Tier, String> trouble = new EnumMap<>(Tier.class);
    private int turn;

    /**
     * @param idle the colour of a tier that has tasks and no requests
     * @param changed run after everything that changes what is shown
     * @param readSoon reads everything again, now
     */
    ReleaseMoves(Workspace workspace, Function<Tier, Optional<Colour>> idle, Runnable changed, Runnable readSoon) {
        this.workspace = workspace;
        this.idle = idle;
        this.changed = changed;
        this.readSoon = readSoon;
        workspace.releases().runsProperty().addListener((property, before, now) -> {
            if (now.stream().anyMatch(run -> !run.busy())) {
                readSoon.run();
            }
            changed.run();
        });
    }

    /** What the operator is asked; null while nothing is. */
    ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /** The form that the operator asked for; null while none is filled in. */
    ReadOnlyObjectProperty<@Nullable ReleaseForm> formProperty() {
        return form.getReadOnlyProperty();
    }

    /** The stack that the operator is led to, by its suffix; empty before. */
    ReadOnlyObjectProperty<String> stackProperty() {
        return stack.getReadOnlyProperty();
    }

    /** What went wrong with the tier's last wish; empty when nothing did. */
    String trouble(Tier tier) {
        return trouble.getOrDefault(
                tier,
                workspace
                        .releases()
                        .run(tier)
                        .flatMap(Releases.Run::refusal)
                        .map(failure -> failure.message())
                        .orElse(""));
    }

    /** Another target or environment is shown. */
    void reset() {
        turn++;
        trouble.clear();
        question.set(null);
        form.set(null);
    }

    /** Asks for the form of a release. */
    void compose(Tier tier) {
        open(tier, Optional.empty());
    }

    private void open(Tier tier, Optional<String> previous) {
        workspace.operations().ifPresent(operations -> {
            form.set(null);
            form.set(new ReleaseForm(workspace, operations, tier, previous, () -> form.set(null)));
        });
    }

    void press(LaneValues lane, LaneValues.Deed deed) {
        if (!deed.possible()) {
            return;
        }
        switch (deed.act()) {
            case LaneValues.Act.Move _ -> {}
            case LaneValues.Act.RollBack _ ->
                open(lane.tier(), Optional.of(deed.name().replace("…", "")));
            case LaneValues.Act.Steer steer ->
                lane.release().map(ReleaseValues::release).ifPresent(release -> steer(release, steer.wish(), deed));
        }
    }

    private void steer(Release release, Wish wish, LaneValues.Deed deed) {
        String what = switch (wish) {
            case PAUSE -> "It stops where it is; both colours keep their shares.";
            case CONTINUE -> "This console goes on with what is planned.";
            case PROMOTE, ABORT -> "The change: " + deed.words() + ".";
        };
        asked(
                deed.name() + " the " + release.name() + "?",
                what,
                deed.name(),
                wish == Wish.ABORT,
                () -> workspace.operations().ifPresent(operations -> {
                    int mine = turn;
                    trouble.remove(release.tier());
                    workspace
                            .releases()
                            .steer(
                                    operations,
                                    release,
                                    workspace.environmentProperty().get(),
                                    wish,
                                    failure -> {
                                        if (mine == turn) {
                                            trouble.put(release.tier(), failure.message());
                                            changed.run();
                                        }
                                    });
                    readSoon.run();
                    changed.run();
                }));
    }

    /** Does what is to be done next about the lane. */
    void next(LaneValues lane) {
        lane.next().ifPresent(next -> {
            switch (next.action().kind()) {
                case DEPLOY -> compose(lane.tier());
                case REPAIR -> {
                    stack.set("");
                    stack.set(suffix(next.action()));
                }
                case RETIRE -> idle.apply(lane.tier()).ifPresent(colour -> retire(lane.tier(), colour));
                case NONE, CONTINUE, FINISH_MOVE -> {}
            }
        });
    }

    private String suffix(NextAction action) {
        String prefix = workspace.environmentProperty().get().value() + "-";
        return action.stack().startsWith(prefix) ? action.stack().substring(prefix.length()) : action.stack();
    }

    private void retire(Tier tier, Colour colour) {
        String name = tier.label() + "-" + colour.label();
        asked(
                "Retire " + name + "?",
                "Its tasks are stopped. It has no requests, so nobody notices.",
                "Retire",
                false,
                () -> workspace.operations().ifPresent(operations -> {
                    int mine = turn;
                    EnvironmentName environment =
                            workspace.environmentProperty().get();
                    trouble.remove(tier);
                    workspace
                            .background()
                            .run(
                                    () -> {
                                        operations.retire(environment, tier, colour);
                                        return true;
                                    },
                                    retired -> readSoon.run(),
                                    failure -> {
                                        if (mine == turn) {
                                            trouble.put(tier, failure.message());
                                            changed.run();
                                        }
                                    });
                }));
    }

    /** Where an account is written to, the operator is asked first. */
    private void asked(String title, String what, String deed, boolean danger, Runnable yes) {
        Optional<String> who = who(workspace);
        if (who.isEmpty()) {
            yes.run();
            return;
        }
        List<String> words = new ArrayList<>(List.of(who.get(), what));
        question.set(new Question(
                title,
                words,
                "Write nothing",
                deed,
                danger,
                () -> {
                    question.set(null);
                    yes.run();
                },
                () -> question.set(null)));
    }

    /** Who writes into which account; empty on the local cloud. */
    static Optional<String> who(Workspace workspace) {
        return workspace
                .identity()
                .filter(identity -> !identity.local())
                .map(identity -> "As " + identity.principal() + ", account " + Phrases.account(identity.accountId())
                        + ", " + identity.region() + ".");
    }
}
