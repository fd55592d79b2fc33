package slipway.ui.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.ReleaseStatus;
import slipway.model.ReleaseStatus.TierRelease;
import slipway.model.Tier;
import slipway.model.TrafficLease;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.Weights;
import slipway.ui.controls.Phrases;
import slipway.ui.fx.Poll;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.Releases;
import slipway.ui.workspace.TargetOperations;
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
    /** The target's time for which a release that is over is still shown. */
    private static final Duration JUST_ENDED = Duration.ofMinutes(30);

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.READING);
    private final ReadOnlyStringWrapper headline = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper subline = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<LaneValues>> lanes = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<TrafficMove>> history = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Unread>> unread = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Failure> refusal = new ReadOnlyObjectWrapper<>();
    private final TrafficMoves moves;
    private final ReleaseMoves releases;
    private final TrafficSending sending;

    private @Nullable TrafficStatus status;
    private @Nullable ReleaseStatus released;
    private List<Unread> unreadReleases = List.of();
    private @Nullable Instant readAt;
    private @Nullable Failure readFailure;
    private @Nullable Poll<TrafficReading> poll;
    private boolean shown;

    public TrafficViewModel(Workspace workspace) {
        this.workspace = workspace;
        moves = new TrafficMoves(workspace, () -> status, this::publish, this::readNow);
        releases = new ReleaseMoves(workspace, this::idle, this::publish, this::readNow);
        sending = new TrafficSending(workspace);
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

    /** What its buttons do about releases. */
    ReleaseMoves releases() {
        return releases;
    }

    /** The requests that this console sends. */
    TrafficSending sending() {
        return sending;
    }

    /** Where a release is most likely meant. */
    Tier suggestedTier() {
        return Tier.API;
    }

    private Optional<Colour> idle(Tier tier) {
        return Optional.ofNullable(status).flatMap(known -> known.tier(tier)).flatMap(LaneReading::idle);
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
        releases.reset();
        sending.reset();
        status = null;
        released = null;
        unreadReleases = List.of();
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
                    () -> moves.underWay() || follows() ? MOVING : IDLE,
                    () -> TrafficReading.of(operations, environment),
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

    /** A release is followed closely where nobody else's calls are limited by it. */
    private boolean follows() {
        return workspace.targetProperty().get().local()
                && (workspace.releases().busy()
                        || Optional.ofNullable(released).stream()
                                .flatMap(all -> all.tiers().stream())
                                .flatMap(tier -> tier.release().stream())
                                .anyMatch(release -> release.underWay() && release.phase() != Phase.KEEPING));
    }

    private void read(TrafficReading now) {
        status = now.traffic();
        released = now.releases().orElse(null);
        unreadReleases = now.unread();
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
        unread.set(
                known == null
                        ? List.of()
                        : Stream.concat(known.unread().stream(), unreadReleases.stream())
                                .distinct()
                                .toList());
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
                Optional<ReleaseReading> release = release(known, tier);
                String trouble = moves.trouble(tier).isEmpty() ? releases.trouble(tier) : moves.trouble(tier);
                values.add(new LaneReading(
                                known,
                                found,
                                thumb,
                                live,
                                lock(known, tier),
                                heldByRelease(known).isEmpty(),
                                trouble,
                                release,
                                Optional.ofNullable(released).flatMap(all -> all.tier(tier)))
                        .read());
            });
        }
        return List.copyOf(values);
    }

    /** The tier's newest release, while it is on or has just ended. */
    private Optional<ReleaseReading> release(TrafficStatus known, Tier tier) {
        Optional<TierRelease> read = Optional.ofNullable(released).flatMap(all -> all.tier(tier));
        Optional<Releases.Run> run = workspace.releases().run(tier);
        Instant now = released == null ? known.readAt() : released.readAt();
        // What runs here is told before it is read.
        Optional<Release> newest = run.filter(Releases.Run::busy)
                .flatMap(Releases.Run::release)
                .or(() -> read.flatMap(TierRelease::release));
        return newest.filter(release -> !release.phase().isOver()
                        || release.changed().plus(JUST_ENDED).isAfter(now))
                .map(release -> new ReleaseReading(
                        release,
                        read.flatMap(TierRelease::guard),
                        now,
                        wentBack(known, release),
                        run.filter(Releases.Run::pausing).isPresent()));
    }

    private static Optional<Instant> wentBack(TrafficStatus known, Release release) {
        Weights all = Weights.all(release.colour().other());
        return known.history().stream()
                .filter(move -> move.tier() == release.tier() && move.to().equals(all))
                .map(TrafficMove::at)
                .filter(at -> !at.isBefore(release.began()))
                .findFirst();
    }

    /** The release that holds the weights, of whichever tier. */
    private Optional<Release> heldByRelease(TrafficStatus known) {
        return HeadWords.order().stream()
                .flatMap(tier -> release(known, tier).stream())
                .filter(ReleaseReading::on)
                .map(ReleaseReading::release)
                .filter(release -> known.lock()
                        .filter(lease -> lease.owner().equals(release.who()))
                        .isPresent())
                .findFirst();
    }

    /** Who else holds the weights, in words; empty while nobody does. */
    private String lock(TrafficStatus known, Tier tier) {
        Optional<TrafficLease> lease = known.lock().filter(held -> !held.isOver(known.readAt()));
        if (lease.isEmpty() || moves.overrides(lease.get())) {
            return "";
        }
        String owner = lease.get().owner();
        String who = heldByRelease(known)
                .map(release -> release.tier() == tier
                        ? "this " + release.kind().label()
                        : "the " + release.kind().label() + " of "
                                + release.tier().label())
                .orElse(owner);
        return "held by " + who + " since " + Phrases.clock(lease.get().since());
    }

    /** The release that the panel's head tells of: one that is on, or else one that went wrong. */
    private Optional<ReleaseReading> told(TrafficStatus known) {
        List<ReleaseReading> all = HeadWords.order().stream()
                .flatMap(tier -> release(known, tier).stream())
                .toList();
        return all.stream()
                .filter(ReleaseReading::on)
                .findFirst()
                .or(() -> all.stream()
                        .filter(reading -> reading.release().phase() != Phase.DONE)
                        .findFirst());
    }

    private void live(TrafficStatus known) {
        String you = workspace.operations().map(TargetOperations::trafficWriter).orElse("");
        Optional<ReleaseReading> told = told(known);
        String head = told.map(reading -> ReleaseWords.headline(reading.release()))
                .orElseGet(() -> known.tiers().isEmpty() ? "Weights may not be read" : HeadWords.headline(known));
        String sub = told.map(reading -> ReleaseWords.subline(reading.release(), you, reading.now()))
                .orElseGet(() -> HeadWords.subline(known));
        words(head, readFailure == null ? sub : stale());
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
                    live(known);
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
