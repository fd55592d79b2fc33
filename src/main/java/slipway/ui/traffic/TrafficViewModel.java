package slipway.ui.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;
import slipway.operations.traffic.Consent;
import slipway.operations.traffic.TrafficSession;
import slipway.ui.controls.Phrases;
import slipway.ui.fx.Poll;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.TrafficHand;
import slipway.ui.workspace.Workspace;

/** What the Traffic panel says, and what its faders and buttons do. */
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

    /**
     * Asked before a move that must not simply happen.
     *
     * @param words one paragraph each
     * @param danger whether it overrides somebody or something
     */
    record Question(
            String title, List<String> words, String safe, String deed, boolean danger, Runnable yes, Runnable no) {}

    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration MOVING = Duration.ofSeconds(1);
    /** A reading begun before the lock was given back may come this much later. */
    private static final Duration AFTERGLOW = Duration.ofSeconds(10);

    private static final String BY_HAND = "set by hand";

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.READING);
    private final ReadOnlyStringWrapper headline = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper subline = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<LaneValues>> lanes = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<TrafficMove>> history = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Unread>> unread = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Failure> refusal = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();

    private final Map<Tier, Integer> wanted = new EnumMap<>(Tier.class);
    private final Map<Tier, Integer> inForce = new EnumMap<>(Tier.class);
    private final Map<Tier, String> trouble = new EnumMap<>(Tier.class);
    /** Tiers whose last wish is not settled yet. */
    private final Set<Tier> underWay = EnumSet.noneOf(Tier.class);
    /** The warnings that the operator accepted, by their words. */
    private final Set<String> accepted = new HashSet<>();

    private @Nullable TrafficStatus status;
    private @Nullable Instant readAt;
    private @Nullable Failure readFailure;
    private @Nullable Poll<TrafficStatus> poll;
    private @Nullable TrafficHand hand;
    private @Nullable Instant lastHeld;
    private boolean shown;
    private boolean mayWrite;
    private boolean takesOver;
    /** Counts the targets and environments shown: an answer that is meant for an earlier one is dropped. */
    private int turn;

    public TrafficViewModel(Workspace workspace) {
        this.workspace = workspace;
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

    /** What the operator is asked; null while nothing is. */
    ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
        return question.getReadOnlyProperty();
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
        // Coming back, the operator is asked once more before anything is written.
        mayWrite = false;
        accepted.clear();
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

    /** The fader is being dragged and stands here: the balancer follows, where nothing has to be asked first. */
    void moving(Tier tier, int greenPercent) {
        wanted.put(tier, greenPercent);
        if (doubts(tier).isEmpty()) {
            send(tier, Weights.green(greenPercent), BY_HAND);
        }
        publish();
    }

    /** The fader has come to rest here. */
    void moved(Tier tier, int greenPercent) {
        wanted.put(tier, greenPercent);
        wish(tier, Weights.green(greenPercent), BY_HAND);
    }

    void promote(LaneValues lane) {
        press(lane, lane.promote(), "promote");
    }

    void abort(LaneValues lane) {
        press(lane, lane.abort(), "abort");
    }

    private void press(LaneValues lane, LaneValues.Deed deed, String why) {
        if (deed.possible()) {
            wanted.put(lane.tier(), deed.to().greenPercent());
            wish(lane.tier(), deed.to(), why);
        }
    }

    /** Asks whether the weights shall be taken from whoever holds them. */
    void takeOver(LaneValues lane) {
        question.set(new Question(
                "Take the weights over?",
                List.of(
                        "They are " + lane.lock() + ".",
                        "Your next move takes the lock away. The other one notices before its next step, and stops there."),
                "Leave them",
                "Take over",
                true,
                () -> {
                    question.set(null);
                    takesOver = true;
                    publish();
                },
                () -> question.set(null)));
    }

    private void wish(Tier tier, Weights to, String why) {
        List<String> doubts = doubts(tier);
        if (doubts.isEmpty()) {
            send(tier, to, why);
        } else {
            ask(tier, to, why, doubts, doubts.stream().anyMatch(warnings(tier)::contains));
        }
        publish();
    }

    /** What must be said before the tier's weights are moved; nothing once it was. */
    private List<String> doubts(Tier tier) {
        List<String> doubts = new ArrayList<>();
        if (!mayWrite) {
            actor().ifPresent(who -> doubts.add(who + " Later moves go at once, until you leave this panel."));
        }
        doubts.addAll(warnings(tier).stream()
                .filter(words -> !accepted.contains(words))
                .toList());
        return doubts;
    }

    private List<String> warnings(Tier tier) {
        return status == null
                ? List.of()
                : status.tier(tier).map(TierTraffic::guards).orElse(List.of()).stream()
                        .filter(guard -> !guard.forbids() && !(guard instanceof TrafficGuard.LockHeld))
                        .map(TrafficGuard::words)
                        .toList();
    }

    /** @param warned whether going on overrides a warning */
    private void ask(Tier tier, Weights to, String why, List<String> doubts, boolean warned) {
        List<String> words = new ArrayList<>(doubts);
        words.add(rule(tier) + " goes from " + current(tier) + " to " + to + ", blue first. The next request obeys.");
        question.set(new Question(
                "Move " + tier.label() + " to " + to.blue() + " : " + to.green() + "?",
                words,
                "Leave it",
                warned ? "Move anyway" : "Move",
                warned,
                () -> {
                    question.set(null);
                    mayWrite = true;
                    accepted.addAll(doubts);
                    send(tier, to, why, warned);
                    publish();
                },
                () -> {
                    question.set(null);
                    wanted.remove(tier);
                    publish();
                }));
    }

    private String rule(Tier tier) {
        return Optional.ofNullable(status)
                .flatMap(known -> known.tier(tier))
                .map(known -> known.rule().logicalName())
                .orElse("The rule");
    }

    private String current(Tier tier) {
        return Optional.ofNullable(status)
                .flatMap(known -> known.tier(tier))
                .map(known -> known.weights().toString())
                .orElse("what it is");
    }

    private Optional<String> actor() {
        return workspace
                .identity()
                .filter(identity -> !identity.local())
                .map(identity -> "As " + identity.principal() + ", account " + Phrases.account(identity.accountId())
                        + ", " + identity.region() + ".");
    }

    private void send(Tier tier, Weights to, String why) {
        // Whoever comes here with warnings has accepted them.
        send(tier, to, why, !warnings(tier).isEmpty());
    }

    private void send(Tier tier, Weights to, String why, boolean force) {
        trouble.remove(tier);
        TrafficHand mine = hand;
        if (mine == null) {
            mine = takeInHand();
        }
        if (mine == null) {
            wanted.remove(tier);
            trouble.put(tier, "The target is not open; nothing was moved.");
            return;
        }
        boolean first = underWay.isEmpty();
        underWay.add(tier);
        mine.move(tier, to, why, new Consent(force, takesOver));
        if (first && poll != null) {
            // The pause that is running was for an idle panel.
            poll.refresh();
        }
    }

    private @Nullable TrafficHand takeInHand() {
        int mine = turn;
        EnvironmentName environment = workspace.environmentProperty().get();
        workspace
                .operations()
                .ifPresent(operations -> hand = operations.trafficHand(
                        environment,
                        state -> workspace.background().onUi(() -> {
                            if (mine == turn) {
                                answered(state);
                                publish();
                            }
                        })));
        return hand;
    }

    private void answered(TrafficSession.State state) {
        switch (state) {
            case TrafficSession.State.Moved moved -> {
                takesOver = false;
                inForce.put(moved.tier(), moved.to().greenPercent());
            }
            case TrafficSession.State.Settling _ -> {}
            case TrafficSession.State.Idle _ -> {
                // A wish of the last moment is not settled with the others.
                List.copyOf(underWay).stream()
                        .filter(tier -> Objects.equals(wanted.getOrDefault(tier, inForce.get(tier)), inForce.get(tier)))
                        .forEach(this::rest);
            }
            case TrafficSession.State.Refused refused -> {
                rest(refused.tier());
                inForce.remove(refused.tier());
                if (liftable(refused.guards())) {
                    wanted.put(refused.tier(), refused.wished().greenPercent());
                    ask(refused.tier(), refused.wished(), BY_HAND, words(refused.guards()), true);
                } else {
                    trouble.put(refused.tier(), String.join(" ", words(refused.guards())));
                }
            }
            case TrafficSession.State.Failed failed -> {
                for (Tier tier : List.copyOf(underWay)) {
                    rest(tier);
                    inForce.remove(tier);
                    trouble.put(tier, failed.failure().message());
                }
            }
        }
    }

    /** Warnings that arose since the last reading are asked about like those that it told of. */
    private static boolean liftable(List<TrafficGuard> guards) {
        return guards.stream().noneMatch(guard -> guard.forbids() || guard instanceof TrafficGuard.LockHeld);
    }

    private static List<String> words(List<TrafficGuard> guards) {
        return guards.stream().map(TrafficGuard::words).toList();
    }

    private void rest(Tier tier) {
        wanted.remove(tier);
        underWay.remove(tier);
        lastHeld = workspace.clock().instant();
        if (poll != null) {
            poll.refresh();
        }
    }

    private void begin() {
        turn++;
        stopReading();
        if (hand != null) {
            hand.close();
            hand = null;
        }
        status = null;
        readAt = null;
        readFailure = null;
        lastHeld = null;
        wanted.clear();
        inForce.clear();
        trouble.clear();
        underWay.clear();
        accepted.clear();
        mayWrite = false;
        takesOver = false;
        question.set(null);
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
                    () -> underWay.isEmpty() ? IDLE : MOVING,
                    () -> operations.traffic(environment),
                    this::read,
                    failure -> {
                        readFailure = failure;
                        publish();
                    });
            poll.start();
        });
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
        // What a reading shows need not be remembered any more.
        inForce.keySet().retainAll(underWay);
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
                int live = inForce.getOrDefault(tier, found.weights().greenPercent());
                int thumb = wanted.getOrDefault(tier, live);
                values.add(
                        new LaneReading(known, found, thumb, live, lock(known), trouble.getOrDefault(tier, "")).read());
            });
        }
        return List.copyOf(values);
    }

    /** Who else holds the weights, in words; empty while nobody does. */
    private String lock(TrafficStatus known) {
        Optional<TrafficLease> lease = known.lock().filter(held -> !held.isOver(known.readAt()));
        if (lease.isEmpty() || takesOver || isMine(lease.get())) {
            return "";
        }
        return "held by " + lease.get().owner() + " since "
                + Phrases.clock(lease.get().since());
    }

    private boolean isMine(TrafficLease lease) {
        boolean lately = lastHeld != null
                && Duration.between(lastHeld, workspace.clock().instant()).compareTo(AFTERGLOW) < 0;
        return (!underWay.isEmpty() || lately)
                && workspace
                        .operations()
                        .filter(operations -> operations.trafficWriter().equals(lease.owner()))
                        .isPresent();
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
