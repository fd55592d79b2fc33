package slipway.ui.logs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.Failure;
import slipway.model.LogFilter;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.model.LogSource;
import slipway.ui.workspace.Connection;
import slipway.ui.workspace.LogsRequest;
import slipway.ui.workspace.TargetOperations;
import slipway.ui.workspace.Workspace;

/** What the Logs panel says: whose lines are followed, which of them are shown, and what stands in the way. */
public final class LogsViewModel {
    /** Which arrangement the panel shows. */
    public enum Mode {
        /** The target is being asked who is acting. */
        CONNECTING,
        /** The local cloud does not run. */
        ASLEEP,
        /** The target refuses. */
        REFUSED,
        /** There is no environment whose tasks could write. */
        NOTHING_DEPLOYED,
        LINES
    }

    public record Head(String title, String words) {}

    /** @param nextTry real time; absent when nothing is tried any more */
    public record Trouble(Failure failure, Optional<Instant> nextTry) {}

    /** What is shown before the moment that another panel asked for. */
    private static final Duration BEFORE = Duration.ofMinutes(5);

    /** So many lines behind the moment that was asked for are enough to show it. */
    private static final int ENOUGH = 200;

    private final Workspace workspace;
    private final ReadOnlyObjectWrapper<Mode> mode = new ReadOnlyObjectWrapper<>(Mode.CONNECTING);
    private final ReadOnlyObjectWrapper<LogScope> scope;
    private final ReadOnlyObjectWrapper<LogLevel> level = new ReadOnlyObjectWrapper<>(LogLevel.INFO);
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Head> head = new ReadOnlyObjectWrapper<>(new Head("", ""));
    private final ReadOnlyObjectWrapper<Snapshot> shown = new ReadOnlyObjectWrapper<>(Snapshot.EMPTY);
    private final ReadOnlyObjectWrapper<Snapshot> newest = new ReadOnlyObjectWrapper<>(Snapshot.EMPTY);
    private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper meanwhile = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Trouble> trouble = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Instant> goal = new ReadOnlyObjectWrapper<>();
    private Optional<Instant> wanted = Optional.empty();
    private LogFilter filter = LogFilter.ALL;
    private @Nullable Session session;
    private int beginnings;
    private boolean visible;

    public LogsViewModel(Workspace workspace) {
        this.workspace = workspace;
        scope = new ReadOnlyObjectWrapper<>(
                LogScope.of(workspace.environmentProperty().get(), LogSource.API));
        workspace.environmentProperty().addListener((property, before, now) -> follow(in(now), Optional.empty()));
        workspace.connectionProperty().addListener((property, before, now) -> update());
        workspace.statusProperty().addListener((property, before, now) -> update());
        workspace.logsRequestProperty().addListener((property, before, now) -> answer(now));
        answer(workspace.logsRequestProperty().get());
    }

    /** The panel is on screen: from now on lines are read. */
    public void show() {
        visible = true;
        update();
    }

    /** It is not any more: nothing is asked, and what was read stays. */
    public void hide() {
        visible = false;
        if (session != null) {
            session.stop();
        }
    }

    public void choose(LogSource source) {
        Optional<Colour> colour = source.coloured() ? scope.get().colour() : Optional.empty();
        follow(new LogScope(scope.get().environment(), source, colour, ""), Optional.empty());
    }

    /** @param colour absent for both */
    public void choose(Optional<Colour> colour) {
        follow(new LogScope(scope.get().environment(), scope.get().source(), colour, ""), Optional.empty());
    }

    /** One task's lines alone; an empty id shows all of them again. */
    public void chooseTask(LogLine line) {
        follow(
                new LogScope(scope.get().environment(), line.source(), Optional.ofNullable(line.colour()), line.task()),
                Optional.empty());
    }

    public void chooseEveryTask() {
        follow(scope.get().ofTask(""), Optional.empty());
    }

    public void choose(LogLevel lowest) {
        level.set(lowest);
        refilter();
    }

    /** @param text to find, or a pattern between slashes */
    public void find(String text) {
        words.set(text);
        refilter();
    }

    /** Keeps what is shown as it is, while lines go on being read. */
    public void pause() {
        if (!paused.get()) {
            paused.set(true);
            meanwhile.set(0);
            speak();
        }
    }

    /** Shows the newest lines and follows them. */
    public void resume() {
        paused.set(false);
        goal.set(null);
        wanted = Optional.empty();
        meanwhile.set(0);
        shown.set(newest.get());
        speak();
    }

    /** Reads everything again. */
    public void tryAgain() {
        if (workspace.connectionProperty().get() instanceof Connection.Refused) {
            workspace.refresh();
        } else {
            follow(scope.get(), Optional.empty());
        }
    }

    public void wake() {
        workspace.wake();
    }

    /** The shown lines as text, given on the UI thread once they are put together. */
    public void text(java.util.function.Consumer<String> receiver) {
        List<LogLine> lines = shown.get().lines();
        workspace
                .background()
                .run(
                        () -> text(lines),
                        text -> {
                            notice.set("Copied " + HeadWords.lines(lines.size()));
                            receiver.accept(text);
                        },
                        this::failed);
    }

    /** Writes the shown lines into a file. */
    public void save(Path file) {
        List<LogLine> lines = shown.get().lines();
        workspace.background().run(() -> saved(file, lines), notice::set, this::failed);
    }

    /** What became of it, in words. */
    private static String saved(Path file, List<LogLine> lines) {
        try {
            Files.writeString(file, text(lines));
            return "Saved " + HeadWords.lines(lines.size()) + " to " + file;
        } catch (NoSuchFileException noFolder) {
            return "Not saved: there is no folder " + file.getParent();
        } catch (AccessDeniedException denied) {
            return "Not saved: you may not write " + file;
        } catch (IOException failed) {
            return "Not saved to " + file + ": " + failed.getMessage();
        }
    }

    static String text(List<LogLine> lines) {
        return lines.stream().map(LogLine::written).collect(Collectors.joining("\n", "", "\n"));
    }

    public ReadOnlyObjectProperty<Mode> modeProperty() {
        return mode.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<LogScope> scopeProperty() {
        return scope.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<LogLevel> levelProperty() {
        return level.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    /** What is wrong with the pattern; empty when nothing is. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Head> headProperty() {
        return head.getReadOnlyProperty();
    }

    /** The lines that are shown; they stay while paused. */
    ReadOnlyObjectProperty<Snapshot> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The log as it is, also while paused. */
    ReadOnlyObjectProperty<Snapshot> newestProperty() {
        return newest.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty pausedProperty() {
        return paused.getReadOnlyProperty();
    }

    /** So many lines came since it was paused. */
    public ReadOnlyLongProperty meanwhileProperty() {
        return meanwhile.getReadOnlyProperty();
    }

    /** Why lines are not read at the moment. */
    public ReadOnlyObjectProperty<@Nullable Trouble> troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /** What was done last: copied, saved, or not. */
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** The moment that the lines shall be scrolled to, once they are there. */
    public ReadOnlyObjectProperty<@Nullable Instant> goalProperty() {
        return goal.getReadOnlyProperty();
    }

    /** Why the target refuses. */
    public Optional<Failure> refusal() {
        return workspace.connectionProperty().get() instanceof Connection.Refused refused
                ? Optional.of(refused.failure())
                : Optional.empty();
    }

    /** Seconds until the next try, for the words about it. */
    public Optional<Duration> untilNextTry() {
        Trouble known = trouble.get();
        return known == null
                ? Optional.empty()
                : known.nextTry().map(at -> Duration.between(workspace.clock().instant(), at));
    }

    private void failed(Failure failure) {
        notice.set(failure.message());
    }

    private LogScope in(EnvironmentName environment) {
        return LogScope.of(environment, scope.get().source());
    }

    private void answer(@Nullable LogsRequest request) {
        if (request != null) {
            words.set("");
            level.set(LogLevel.INFO);
            problem.set("");
            filter = LogFilter.ALL;
            follow(request.scope(), request.at());
        }
    }

    /** Begins anew with another log, or from another moment on. */
    private void follow(LogScope other, Optional<Instant> at) {
        drop();
        scope.set(other);
        wanted = at;
        paused.set(at.isPresent());
        update();
    }

    private void drop() {
        if (session != null) {
            session.stop();
            session = null;
        }
        trouble.set(null);
        notice.set("");
        goal.set(null);
        meanwhile.set(0);
        newest.set(Snapshot.EMPTY);
        shown.set(Snapshot.EMPTY);
    }

    private void update() {
        Optional<TargetOperations> operations = workspace.operations();
        if (session != null && !operations.equals(Optional.of(session.operations()))) {
            drop();
            // What was held still is gone with the log that it came from.
            paused.set(false);
            wanted = Optional.empty();
        }
        mode.set(modeNow());
        if (visible && mode.get() == Mode.LINES && operations.isPresent()) {
            Session current = session == null ? begin(operations.get()) : session;
            current.follow();
        }
        speak();
    }

    private Session begin(TargetOperations operations) {
        Optional<Instant> from = wanted.map(at -> at.minus(BEFORE));
        int beginning = ++beginnings;
        var made = new Session(
                operations,
                scope.get(),
                from,
                LogStore.SPAN,
                workspace.background(),
                snapshot -> ifStill(beginning, () -> received(snapshot)),
                news -> ifStill(beginning, () -> troubled(news)),
                () -> ifStill(beginning, () -> trouble.set(null)));
        session = made;
        if (!filter.isAll()) {
            made.filter(filter);
        }
        return made;
    }

    /** What an earlier log still sends concerns nobody. */
    private void ifStill(int beginning, Runnable action) {
        if (beginning == beginnings && session != null) {
            action.run();
        }
    }

    private Mode modeNow() {
        return switch (workspace.connectionProperty().get()) {
            case Connection.Asleep asleep -> asleep.keepsStacks() ? Mode.ASLEEP : Mode.NOTHING_DEPLOYED;
            case Connection.Opening _ -> Mode.CONNECTING;
            case Connection.Refused _ -> Mode.REFUSED;
            case Connection.Open _ -> workspace.nothingDeployed() ? Mode.NOTHING_DEPLOYED : Mode.LINES;
        };
    }

    private void received(Snapshot snapshot) {
        newest.set(snapshot);
        boolean otherLines = snapshot.filtering() != shown.get().filtering();
        if (wanted.isPresent()) {
            seek(snapshot, wanted.get());
        } else if (!paused.get() || otherLines) {
            shown.set(snapshot);
        }
        meanwhile.set(paused.get() ? snapshot.arrived() - shown.get().arrived() : 0);
        speak();
    }

    /** Shows the moment that was asked for as soon as enough of what follows it is there. */
    private void seek(Snapshot snapshot, Instant at) {
        shown.set(snapshot);
        int index = snapshot.lines().isEmpty() ? 0 : snapshot.indexAt(at);
        if (snapshot.caughtUp() || snapshot.lines().size() - index > ENOUGH) {
            wanted = Optional.empty();
            goal.set(at);
        }
    }

    private void troubled(LogNews.Trouble news) {
        trouble.set(new Trouble(
                news.failure(),
                news.nextTry().isZero()
                        ? Optional.empty()
                        : Optional.of(workspace.clock().instant().plus(news.nextTry()))));
        speak();
    }

    private void refilter() {
        LogFilter.Made made = LogFilter.of(level.get(), words.get());
        problem.set(made.problem());
        made.filter().ifPresent(now -> {
            filter = now;
            if (session != null) {
                session.filter(now);
            }
        });
    }

    private void speak() {
        EnvironmentStatus status = workspace.statusProperty().get();
        String title = HeadWords.title(scope.get(), paused.get(), status);
        head.set(
                switch (mode.get()) {
                    case CONNECTING, ASLEEP, REFUSED -> new Head("Logs", "");
                    case NOTHING_DEPLOYED -> new Head("No logs yet", "");
                    case LINES ->
                        trouble.get() != null && newest.get().kept() == 0
                                ? new Head(
                                        "No lines of "
                                                + HeadWords.name(scope.get().source()),
                                        "")
                                : new Head(title, HeadWords.pace(newest.get()));
                });
    }
}
