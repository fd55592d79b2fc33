package slipway.ui.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import slipway.model.Failure;
import slipway.model.SessionStatus;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;
import slipway.terminal.Snapshot;
import slipway.terminal.Terminal;
import slipway.ui.fx.Background;
import slipway.ui.workspace.TargetOperations;

/**
 * One tab: a terminal, and the session behind it. A session that has ended leaves its terminal, and the next one on another task
 * goes on below what the first wrote. Used on the UI thread, but for what the session tells.
 */
public final class SessionTab {
    /** What a session that nobody uses is given by ECS. */
    public static final Duration IDLE_LIMIT = Duration.ofMinutes(20);

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    private static final String FROM_OTHER_SCREEN = "\u001b[?1049l";
    /** To plain text, a cursor that is seen, a mouse that is the terminal's, whatever the session before left behind; nothing below. */
    private static final String PLAIN = "\u001b[!p\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?2004l\r\n\u001b[J";

    private static final String RULE = PLAIN + "\u001b[2m%s\u001b[0m\r\n\r\n";

    private final Background background;
    private final String command;
    private final Runnable told;
    private final Terminal terminal = new Terminal(COLUMNS, ROWS, Terminal.SCROLLBACK, new Screen());
    private final ReadOnlyObjectWrapper<SessionTask> task;
    private final ReadOnlyObjectWrapper<SessionStatus> status =
            new ReadOnlyObjectWrapper<>(new SessionStatus.Connecting(1));
    private final ReadOnlyObjectWrapper<@Nullable SessionTaskNews> news = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Duration> idleLeft = new ReadOnlyObjectWrapper<>();
    /** Held while output of a session reaches the terminal. */
    private final Object writing = new Object();

    private volatile Runnable screen = () -> {};
    private volatile @Nullable SessionInput input;
    private int columns = COLUMNS;
    private int rows = ROWS;
    private @Nullable TargetOperations operations;
    private @Nullable Session session;
    private @Nullable Hearing hearing;

    /**
     * @param command what runs at the terminal
     * @param told called whenever something here changed, on the UI thread
     */
    SessionTab(Background background, SessionTask task, String command, Runnable told) {
        this.background = background;
        this.task = new ReadOnlyObjectWrapper<>(task);
        this.command = command;
        this.told = told;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Who paints the terminal: called when it changed, by the thread that writes. */
    public void setOnChanged(Runnable listener) {
        screen = listener;
    }

    public ReadOnlyObjectProperty<SessionTask> taskProperty() {
        return task.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<SessionStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** What became of the task; absent while it runs and stays. */
    public ReadOnlyObjectProperty<@Nullable SessionTaskNews> newsProperty() {
        return news.getReadOnlyProperty();
    }

    /** What the service last said beside the terminal; may be empty. */
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** What the program calls itself; empty until it does. */
    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    /** Until ECS ends the session for want of input and output; absent while it is not live. */
    public ReadOnlyObjectProperty<@Nullable Duration> idleLeftProperty() {
        return idleLeft.getReadOnlyProperty();
    }

    public String command() {
        return command;
    }

    public boolean ended() {
        return status.get().ended();
    }

    Optional<TargetOperations> operations() {
        return Optional.ofNullable(operations);
    }

    /** Begins on the tab's task. */
    void start(TargetOperations target) {
        begin(target, task.get(), "");
    }

    /** Goes on with another session, on the same task or another. */
    void goOn(TargetOperations target, SessionTask other) {
        begin(target, other, RULE.formatted(command + " on " + TabWords.label(other)));
    }

    private void begin(TargetOperations target, SessionTask on, String above) {
        leave();
        operations = target;
        task.set(on);
        status.set(new SessionStatus.Connecting(1));
        news.set(null);
        notice.set("");
        idleLeft.set(null);
        var heard = new Hearing(above);
        hearing = heard;
        Session opened = target.openSession(on, command, columns, rows, heard);
        session = opened;
        input = new SessionInput(opened, background);
        tick();
        told.run();
    }

    /** Sends what was typed or pasted; returns whether the session takes it. */
    public boolean type(byte[] bytes) {
        SessionInput now = input;
        return now != null && !ended() && now.send(bytes);
    }

    /** Gives terminal and session another size. */
    public void resize(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
        terminal.resize(newColumns, newRows);
        if (session != null) {
            session.resize(newColumns, newRows);
        }
        told.run();
    }

    /** Ends the session; what it wrote stays. */
    public void end() {
        if (session != null && !ended()) {
            session.terminate();
        }
    }

    /** The target is gone, and with it the session: nothing that the session still tells is heard. */
    void lose(Failure failure) {
        operations = null;
        if (!ended()) {
            leave();
            status.set(new SessionStatus.Failed(failure));
            idleLeft.set(null);
            told.run();
        }
    }

    /** Ends the session and hears it no more. */
    void leave() {
        if (hearing != null) {
            hearing.over();
            hearing = null;
        }
        input = null;
        if (session != null) {
            session.terminate();
            session = null;
        }
    }

    /**
     * Whether ending would break off something: a program that has the whole screen, or one that was started and whose cursor
     * stands at the beginning of a line, where no prompt leaves it.
     */
    public boolean atWork() {
        if (!(status.get() instanceof SessionStatus.Live)) {
            return false;
        }
        Snapshot shown = terminal.snapshot();
        return shown.modes().alternateScreen() || shown.cursorColumn() == 0;
    }

    /** Brings the time left up to the present. */
    void tick() {
        idleLeft.set(session != null && status.get() instanceof SessionStatus.Live ? session.idleLeft() : null);
    }

    /** What the terminal tells, on the session's thread. */
    private final class Screen implements Terminal.Listener {
        @Override
        public void reply(byte[] bytes) {
            SessionInput now = input;
            if (now != null) {
                now.send(bytes);
            }
        }

        @Override
        public void changed() {
            screen.run();
        }

        @Override
        public void title(String next) {
            background.onUi(() -> title.set(next));
        }
    }

    /** One session's words. Once it is over, what still comes concerns nobody. */
    private final class Hearing implements SessionReceiver {
        private String above;
        private boolean over;

        Hearing(String above) {
            this.above = above;
        }

        /** Returns when nothing of this session can reach the terminal any more. */
        void over() {
            synchronized (writing) {
                over = true;
            }
        }

        private void onUi(Runnable action) {
            background.onUi(() -> {
                if (hearing == this) {
                    action.run();
                    told.run();
                }
            });
        }

        private void write(byte[] bytes) {
            synchronized (writing) {
                if (over) {
                    return;
                }
                if (!above.isEmpty()) {
                    if (terminal.modes().alternateScreen()) {
                        terminal.write(FROM_OTHER_SCREEN.getBytes(StandardCharsets.US_ASCII));
                    }
                    terminal.write(above.getBytes(StandardCharsets.UTF_8));
                    above = "";
                }
                terminal.write(bytes);
            }
        }

        @Override
        public void status(SessionStatus next) {
            if (!above.isEmpty()) {
                write(new byte[0]);
            }
            onUi(() -> {
                status.set(next);
                tick();
            });
        }

        @Override
        public void output(byte[] bytes) {
            write(bytes);
        }

        @Override
        public void notice(String text) {
            onUi(() -> notice.set(text.strip()));
        }

        @Override
        public void task(SessionTaskNews next) {
            onUi(() -> news.set(next));
        }
    }
}
