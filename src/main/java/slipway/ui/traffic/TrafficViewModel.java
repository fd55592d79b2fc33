package slipway.ui.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.Tier;
import slipway.model.TrafficLease;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.ui.controls.Phrases;
import slipway.ui.fx.Poll;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.Workspace;

/** What the Traffic panel says. */
public final class TrafficViewModel {
    /** Which arrangement the panel shows. */
    public enum Mode {
        READING,
        /** No rule divides anything yet. */
        EMPTY,
        LIVE,
        /** The local cloud is stopped and keeps an environment. */
        ASLEEP,
        /** The target refuses or does not answer, and nothing older can be shown. */
        REFUSED
    }

    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration MOVING = Duration.ofSeconds(1);
    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.READING);
    private final ReadOnlyStringWrapper headline = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper subline = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<LaneValues>> lanes = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<TrafficMove>> history = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Unread>> unread = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Failure> refusal = new ReadOnlyObjectWrapper<>();
    private final TrafficMoves moves;

    private @Nullable TrafficStatus status;
    private @Nullable Instant readAt;
    private @Nullable Failure readFailure;
    private @Nullable Poll<TrafficStatus> poll;
    private boolean shown;

    public TrafficViewModel(Workspace workspace) {
        this.workspace = workspace;
        moves = new TrafficMoves(workspace, () -> status, this::publish, this::readNow);
        workspace.connectionProperty().addListener((property, before, now) -> begin());
        workspace.environmentProperty().addListener((property, before, now) -> begin());
        begin();
    }

    public ReadOnlyObjectProperty<Mode> modeProperty() {
        return mode.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty headlineProperty() {
        return headline.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty sublineProperty() {
        return subline.getReadOnlyProperty();
    }

    /** A lane for each tier that has a rule, the api first. */
    ReadOnlyObjectProperty<List<LaneValues>> lanesProperty() {
        return lanes.getReadOnlyProperty();
    }

    /** The moves that the environment remembers, newest first. */
    public ReadOnlyObjectProperty<List<TrafficMove>> historyProperty() {
        return history.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<Unread>> unreadProperty() {
        return unread.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Failure> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /** What the panel's faders and buttons do. */
    TrafficMoves moves() {
        return moves;
    }

    /** The panel is seen from now on. */
    public void show() {
        shown = true;
        workspace.readAtProperty().addListener(refreshed);
        startReading();
    }

    /** F5 and a write of another panel read everything again; so does this one. */
    private final javafx.beans.value.ChangeListener<@Nullable Instant> refreshed = (property, before, now) -> {
        if (readFailure != null && poll != null) {
            poll.refresh();
        }
    };

    public void hide() {
        shown = false;
        workspace.readAtProperty().removeListener(refreshed);
        stopReading();
        moves.leave();
    }

    public void tryAgain() {
        workspace.refresh();
        if (poll != null) {
            poll.refresh();
        }
    }

    public void wake() {
        workspace.wake();
    }

    private void begin() {
        stopReading();
        moves.reset();
        status = null;
        readAt = null;
        readFailure = null;
        startReading();
        publish();
    }

    private void startReading() {
        if (!shown || poll != null) {
            return;
        }
        workspace.operations().ifPresent(operations -> {
            var environment = workspace.environmentProperty().get();
            poll = new Poll<>(
                    workspace.timer(),
                    workspace.background(),
                    () -> moves.underWay() ? MOVING : IDLE,
                    () -> operations.traffic(environment),
                    this::read,
                    failure -> {
                        readFailure = failure;
                        publish();
                    });
            poll.start();
        });
    }

    private void readNow() {
        if (poll != null) {
            poll.refresh();
        }
    }

    private void stopReading() {
        if (poll != null) {
            poll.stop();
            poll = null;
        }
    }

    private void read(TrafficStatus now) {
        status = now;
        readAt = workspace.clock().instant();
        readFailure = null;
        moves.read();
        publish();
    }

    private void publish() {
        TrafficStatus known = status;
        Failure refused = workspace.connectionProperty().get() instanceof Connection.Refused refusedNow
                ? refusedNow.failure()
                : known == null ? readFailure : null;
        refusal.set(refused);
        mode.set(modeOf(known, refused));
        lanes.set(known == null ? List.of() : lanes(known));
        history.set(known == null ? List.of() : known.history());
        unread.set(known == null ? List.of() : known.unread());
        say(known);
    }

    private Mode modeOf(@Nullable TrafficStatus known, @Nullable Failure refused) {
        return switch (workspace.connectionProperty().get()) {
            case Connection.Asleep asleep -> asleep.keepsStacks() ? Mode.ASLEEP : Mode.EMPTY;
            case Connection.Opening _ -> Mode.READING;
            case Connection.Refused _ -> Mode.REFUSED;
            case Connection.Open _ -> {
                if (known == null) {
                    yield refused == null ? Mode.READING : Mode.REFUSED;
                }
                yield known.tiers().isEmpty() && known.unread().isEmpty() ? Mode.EMPTY : Mode.LIVE;
            }
        };
    }

    private List<LaneValues> lanes(TrafficStatus known) {
        List<LaneValues> values = new ArrayList<>();
        for (Tier tier : HeadWords.order()) {
            known.tier(tier).ifPresent(found -> {
                int live = moves.answered(tier, found.weights().greenPercent());
                int thumb = moves.wanted(tier, live);
                values.add(new LaneReading(known, found, thumb, live, lock(known), moves.trouble(tier)).read());
            });
        }
        return List.copyOf(values);
    }

    /** Who else holds the weights, in words; empty while nobody does. */
    private String lock(TrafficStatus known) {
        Optional<TrafficLease> lease = known.lock().filter(held -> !held.isOver(known.readAt()));
        if (lease.isEmpty() || moves.overrides(lease.get())) {
            return "";
        }
        return "held by " + lease.get().owner() + " since "
                + Phrases.clock(lease.get().since());
    }

    private void say(@Nullable TrafficStatus known) {
        switch (mode.get()) {
            case READING -> words("Reading the weights", "");
            case EMPTY -> words("No traffic yet", "A deployment makes the rules that divide it.");
            case ASLEEP -> words("The local cloud is stopped", "Starting it brings the tasks back.");
            case REFUSED ->
                words("No answer from " + workspace.targetProperty().get().label(), "");
            case LIVE -> {
                if (known != null) {
                    words(
                            known.tiers().isEmpty() ? "Weights may not be read" : HeadWords.headline(known),
                            readFailure == null ? HeadWords.subline(known) : stale());
                }
            }
        }
    }

    private String stale() {
        return readAt == null
                ? ""
                : "read " + Phrases.clock(readAt) + "; the target does not answer, it is asked again every few seconds";
    }

    private void words(String head, String sub) {
        headline.set(head);
        subline.set(sub);
    }
}
