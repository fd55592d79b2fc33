package slipway.ui.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficLease;
import slipway.model.TrafficStatus;
import slipway.model.TrafficStatus.TierTraffic;
import slipway.model.Weights;
import slipway.operations.traffic.Consent;
import slipway.operations.traffic.TrafficSession;
import slipway.ui.controls.Phrases;
import slipway.ui.workspace.TrafficHand;
import slipway.ui.workspace.Workspace;

/** What the panel's faders and buttons do: asks what must be asked, sends wishes, and remembers what became of them. */
final class TrafficMoves {
    /** A reading begun before the lock was given back may come this much later. */
    private static final Duration AFTERGLOW = Duration.ofSeconds(10);

    private static final String BY_HAND = "set by hand";

    private final Workspace workspace;
    private final Supplier<@Nullable TrafficStatus> status;
    private final Runnable changed;
    private final Runnable readSoon;
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private final Map<Tier, Integer> wanted = new EnumMap<>(Tier.class);
    private final Map<Tier, Integer> inForce = new EnumMap<>(Tier.class);
    private final Map<Tier, String> trouble = new EnumMap<>(Tier.class);
    /** Tiers whose last wish is not settled yet. */
    private final Set<Tier> underWay = EnumSet.noneOf(Tier.class);
    /** The warnings that the operator accepted, by their words. */
    private final Set<String> accepted = new HashSet<>();

    private @Nullable TrafficHand hand;
    private @Nullable Instant lastHeld;
    private boolean mayWrite;
    private boolean takesOver;
    /** Counts the targets and environments shown: an answer that is meant for an earlier one is dropped. */
    private int turn;

    /**
     * @param status what was last read; null before
     * @param changed run after everything that changes what is shown
     * @param readSoon reads the traffic again, now
     */
    TrafficMoves(Workspace workspace, Supplier<@Nullable TrafficStatus> status, Runnable changed, Runnable readSoon) {
        this.workspace = workspace;
        this.status = status;
        this.changed = changed;
        this.readSoon = readSoon;
    }

    /** What the operator is asked; null while nothing is. */
    ReadOnlyObjectProperty<@Nullable Question> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /** Whether a wish is not settled yet. */
    boolean underWay() {
        return !underWay.isEmpty();
    }

    /** Green's share that the balancer obeys, as far as is known. */
    int answered(Tier tier, int asRead) {
        return inForce.getOrDefault(tier, asRead);
    }

    /** Green's share that the operator wants, or the one in force. */
    int wanted(Tier tier, int live) {
        return wanted.getOrDefault(tier, live);
    }

    /** What went wrong with the tier's last move; empty when nothing did. */
    String trouble(Tier tier) {
        return trouble.getOrDefault(tier, "");
    }

    /** A reading came: what it shows need not be remembered any more. */
    void read() {
        inForce.keySet().retainAll(underWay);
    }

    /** The panel is left: coming back, the operator is asked once more before anything is written. */
    void leave() {
        mayWrite = false;
        accepted.clear();
    }

    /** Another target or environment is shown. */
    void reset() {
        turn++;
        if (hand != null) {
            hand.close();
            hand = null;
        }
        lastHeld = null;
        wanted.clear();
        inForce.clear();
        trouble.clear();
        underWay.clear();
        takesOver = false;
        leave();
        question.set(null);
    }

    /** Whether the lock stands in nobody's way here: it is this panel's own, or shall be taken over. */
    boolean overrides(TrafficLease lease) {
        return takesOver || isMine(lease);
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

    /** The fader is being dragged and stands here: the balancer follows, where nothing has to be asked first. */
    void moving(Tier tier, int greenPercent) {
        wanted.put(tier, greenPercent);
        if (doubts(tier).isEmpty()) {
            send(tier, Weights.green(greenPercent), BY_HAND);
        }
        changed.run();
    }

    /** The fader has come to rest here. */
    void moved(Tier tier, int greenPercent) {
        wanted.put(tier, greenPercent);
        wish(tier, Weights.green(greenPercent), BY_HAND);
    }

    /** A button was pressed that moves weights. */
    void press(LaneValues lane, LaneValues.Deed deed) {
        if (deed.possible() && deed.act() instanceof LaneValues.Act.Move move) {
            wanted.put(lane.tier(), move.to().greenPercent());
            wish(lane.tier(), move.to(), deed.name().toLowerCase(Locale.ROOT));
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
                    changed.run();
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
        changed.run();
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
        return Optional.ofNullable(status.get())
                .flatMap(known -> known.tier(tier))
                .map(TierTraffic::guards)
                .orElse(List.of())
                .stream()
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
                    changed.run();
                },
                () -> {
                    question.set(null);
                    wanted.remove(tier);
                    changed.run();
                }));
    }

    private String rule(Tier tier) {
        return Optional.ofNullable(status.get())
                .flatMap(known -> known.tier(tier))
                .map(known -> known.rule().logicalName())
                .orElse("The rule");
    }

    private String current(Tier tier) {
        return Optional.ofNullable(status.get())
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
        if (first) {
            // The pause that is running was for an idle panel.
            readSoon.run();
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
                                changed.run();
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
        readSoon.run();
    }
}
