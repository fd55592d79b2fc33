package slipway.ui.terminal;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.animation.AnimationTimer;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableBooleanProperty;
import javafx.css.Styleable;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Cursor;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import slipway.terminal.Addresses;
import slipway.terminal.FocusReport;
import slipway.terminal.KeyEncoder;
import slipway.terminal.KeyStroke;
import slipway.terminal.Line;
import slipway.terminal.Position;
import slipway.terminal.Selection;
import slipway.terminal.Terminal;
import slipway.ui.fx.Background;

/**
 * A terminal: bytes of a session in ({@link #write}), bytes for it out ({@link #setOnInput}), its size out ({@link #setOnResized}). Where the session
 * is, and whether there is one, is its owner's matter.
 *
 * <p>Its colours follow the style sheet's {@code -slip-terminal-dark}. All methods but {@code write} are called on the UI thread.
 */
public final class TerminalPane extends Region {
    private static final StyleablePropertyFactory<TerminalPane> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final CssMetaData<TerminalPane, Boolean> DARK =
            STYLES.createBooleanCssMetaData("-slip-terminal-dark", pane -> pane.dark, true, false);
    private static final double BAR = 12;
    /** A redraw that a session never ends is shown after that many frames, about a sixth of a second. */
    private static final int PATIENCE = 10;

    /** Takes a size in cells. */
    @FunctionalInterface
    public interface SizeListener {
        void resized(int columns, int rows);
    }

    private final SimpleStyleableBooleanProperty dark = new SimpleStyleableBooleanProperty(DARK, this, "dark", true);
    private final Terminal terminal;
    private final Viewport viewport;
    private final ScreenCanvas screen = new ScreenCanvas(this::shown, this::screenText);
    private final ScrollBar scrollBar = new ScrollBar();
    private final SearchBar search;
    private final PasteQuestion question;
    private final TextEntry entry;
    private final Clips clips;

    private final Consumer<Boolean> changes;
    private volatile Consumer<byte[]> input = bytes -> {};
    private SizeListener resized = (columns, rows) -> {};
    private Consumer<String> open = address -> {};
    private Consumer<String> title = words -> {};
    private Runnable bell = () -> {};
    private boolean live = true;
    private boolean scrolling;
    private int waited;
    private int toldColumns;
    private int toldRows;

    private final AnimationTimer patience = new AnimationTimer() {
        @Override
        public void handle(long now) {
            waited++;
            repaint();
        }
    };

    /**
     * Makes a terminal of 80 columns and 24 rows, which takes its own size when it is laid out.
     *
     * @param background brings what other threads write to the UI thread
     * @param scrollbackLines how many lines are kept that scrolled off
     */
    public TerminalPane(Background background, int scrollbackLines) {
        this(background, new Ears(background), scrollbackLines);
    }

    private TerminalPane(Background background, Ears ears, int scrollbackLines) {
        this(background, new Terminal(80, 24, scrollbackLines, ears));
        ears.pane = this;
    }

    /**
     * Shows a terminal that its owner made, feeds and hears; it takes its own size when it is laid out.
     *
     * @param background brings what other threads write to the UI thread
     */
    public TerminalPane(Background background, Terminal terminal) {
        changes = background.newest(any -> repaint());
        this.terminal = terminal;
        viewport = new Viewport(terminal);
        search = new SearchBar(viewport, this::repaint, this::requestFocus);
        question = new PasteQuestion(this::requestFocus);
        clips = new Clips(terminal, viewport, question, this::send);
        entry = new TextEntry(screen, screen, viewport, text -> type(KeyStroke.text(text)), this::repaint);
        getStyleClass().add("terminal-pane");
        screen.getStyleClass().add("terminal-screen");
        screen.setId("terminal-screen");
        screen.setFocusTraversable(true);
        screen.setCursor(Cursor.TEXT);
        scrollBar.setOrientation(Orientation.VERTICAL);
        scrollBar.setFocusTraversable(false);
        scrollBar.setAccessibleText("Scrollback");
        getChildren().addAll(screen, scrollBar, search, question);
        scrollBar.valueProperty().addListener((property, before, now) -> scrolled(now.doubleValue()));
        screen.focusedProperty().addListener((property, before, now) -> focused(now));
        dark.addListener((property, before, now) -> shade(now));
        shade(true);
        var _ = new MouseInput(screen, viewport, this);
        var _ = new Shortcuts(screen, this);
        var _ = new TerminalMenu(screen, this);
    }

    /** What it is called by a screen reader: {@code Terminal, irb on api}. */
    public void setName(String name) {
        screen.setAccessibleRoleDescription(name);
    }

    /**
     * Takes what goes to the session: keys, pastes and mouse from the UI thread, answers to the session's questions at once from the thread that
     * writes.
     */
    public void setOnInput(Consumer<byte[]> taker) {
        input = taker;
    }

    /** Takes every new size, the first one when the pane is laid out. */
    public void setOnResized(SizeListener listener) {
        resized = listener;
    }

    /** Takes the address of a link that was clicked; nothing was asked before. */
    public void setOnOpen(Consumer<String> opener) {
        open = opener;
    }

    /** Takes the titles that the session gives itself. */
    public void setOnTitle(Consumer<String> listener) {
        title = listener;
    }

    public void setOnBell(Runnable listener) {
        bell = listener;
    }

    /** The terminal changed: told by whoever made it, on any thread. */
    public void changed() {
        changes.accept(true);
    }

    /** Takes output of the session, cut anywhere. One thread at a time may call it, any one. */
    public void write(byte[] bytes) {
        terminal.write(bytes);
    }

    /** Takes a part of an array. */
    public void write(byte[] bytes, int offset, int length) {
        terminal.write(bytes, offset, length);
    }

    /** Whether there is a session: without one keys and pastes go nowhere, and what is there can still be read, copied and searched. */
    public void setLive(boolean now) {
        live = now;
        screen.forget();
    }

    /** What is kept of the session. */
    public Terminal terminal() {
        return terminal;
    }

    public int columns() {
        return viewport.now().columns();
    }

    public int rows() {
        return viewport.now().rows();
    }

    @Override
    public void requestFocus() {
        screen.requestFocus();
    }

    /** What stands on the screen, a line a row. */
    public String screenText() {
        return terminal.snapshot().lines().stream()
                .map(Line::text)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    /** The selected text; empty when there is none. */
    public String selectedText() {
        return viewport.selectedText();
    }

    /** Puts the selected text on the clipboard; without a selection it stays as it is. */
    public void copy() {
        clips.copy();
    }

    /** Pastes the clipboard; text that holds ends of lines is asked about. */
    public void paste() {
        if (live) {
            clips.paste();
        }
    }

    void pasteSelected() {
        if (live) {
            clips.pasteSelected();
        }
    }

    /** Selects all lines there are. */
    public void selectAll() {
        var lines = viewport.lines();
        viewport.select(
                new Selection(Selection.Kind.LINES, new Position(lines.first(), 0), new Position(lines.end() - 1, 0)));
        repaint();
    }

    /** Opens the search. */
    public void find() {
        search.open();
        requestLayout();
    }

    /** Forgets the lines that scrolled off. */
    public void clearScrollback() {
        terminal.clearScrollback();
    }

    /** Makes cells wider or narrower by pixels. */
    public void zoom(int pixels) {
        screen.cell(screen.font().width() + pixels);
    }

    public void resetZoom() {
        screen.cell(CellFont.USUAL);
    }

    /** Shows other lines of the scrollback; negative ones are older. */
    void scrollBy(long lines) {
        viewport.scrollBy(lines);
        repaint();
    }

    Viewport viewport() {
        return viewport;
    }

    /** The address at a place of the screen; null when there is none. */
    @Nullable
    String addressAt(double x, double y) {
        Position place = viewport.place(screen.rowAt(y), screen.columnAt(x));
        return Addresses.at(viewport.lines(), place)
                .map(Addresses.Address::address)
                .orElse(null);
    }

    void open(String address) {
        open.accept(address);
    }

    /** Sends a keystroke; what is shown is the screen then, without a selection. */
    void type(KeyStroke stroke) {
        byte[] bytes = KeyEncoder.encode(stroke, terminal.modes());
        if (bytes.length > 0 && live) {
            viewport.select(null);
            viewport.follow();
            send(bytes);
            repaint();
        }
    }

    void send(byte[] bytes) {
        if (live && bytes.length > 0) {
            input.accept(bytes);
        }
    }

    private void focused(boolean now) {
        send(FocusReport.encode(now, terminal.modes()));
        repaint();
    }

    private void shade(boolean now) {
        Shades shades = Shades.of(now);
        terminal.palette(shades.palette());
        screen.shades(shades);
    }

    private void scrolled(double value) {
        if (!scrolling) {
            viewport.scrollTo(viewport.now().topLine() - viewport.scrollable() + Math.round(value));
            repaint();
        }
    }

    void repaint() {
        screen.requestLayout();
    }

    /** In a pulse, after something changed: takes the size, then paints what is different. */
    private void shown() {
        int columns = screen.columns();
        int rows = screen.rows();
        boolean other = columns != toldColumns || rows != toldRows;
        if (other && columns >= Terminal.FEWEST && rows >= Terminal.FEWEST) {
            toldColumns = columns;
            toldRows = rows;
            terminal.resize(columns, rows);
            resized.resized(Math.min(columns, Terminal.MOST_COLUMNS), Math.min(rows, Terminal.MOST_ROWS));
        }
        if (terminal.modes().synchronizedOutput() && waited < PATIENCE) {
            patience.start();
            return;
        }
        patience.stop();
        waited = 0;
        viewport.refresh();
        scrollBar();
        screen.paint(
                viewport.rows(screen.isFocused() && live, entry.composed()),
                viewport.now().columns());
        screen.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    private void scrollBar() {
        scrolling = true;
        long scrollable = viewport.scrollable();
        scrollBar.setVisible(scrollable > 0);
        scrollBar.setMax((double) scrollable);
        scrollBar.setVisibleAmount((double) scrollable
                * viewport.now().rows()
                / (scrollable + viewport.now().rows()));
        scrollBar.setBlockIncrement(viewport.now().rows() - 1.0);
        scrollBar.setUnitIncrement(1);
        scrollBar.setValue((double) (viewport.top() - (viewport.now().topLine() - scrollable)));
        scrolling = false;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        screen.resizeRelocate(0, 0, width, height);
        scrollBar.resizeRelocate(width - BAR - 2, 2, BAR, Math.max(0, height - 4));
        search.resizeRelocate(
                Math.max(8, width - search.prefWidth(-1) - 24),
                8,
                Math.min(search.prefWidth(-1), width - 16),
                search.prefHeight(-1));
        double asked = Math.min(480, width - 32);
        double high = question.prefHeight(asked);
        question.resizeRelocate((width - asked) / 2, Math.max(8, height - high - 16), asked, high);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 2 * ScreenCanvas.SIDE + 80.0 * screen.font().width();
    }

    @Override
    protected double computePrefHeight(double width) {
        return 2 * ScreenCanvas.ABOVE + 24.0 * screen.font().height();
    }

    /** What a terminal of the pane's own tells. */
    private static final class Ears implements Terminal.Listener {
        private final Background background;
        private volatile @Nullable TerminalPane pane;

        Ears(Background background) {
            this.background = background;
        }

        private void tell(Consumer<TerminalPane> news) {
            TerminalPane now = pane;
            if (now != null) {
                news.accept(now);
            }
        }

        @Override
        public void reply(byte[] bytes) {
            tell(now -> now.input.accept(bytes));
        }

        @Override
        public void changed() {
            tell(TerminalPane::changed);
        }

        @Override
        public void bell() {
            tell(now -> background.onUi(() -> now.bell.run()));
        }

        @Override
        public void title(String words) {
            tell(now -> background.onUi(() -> now.title.accept(words)));
        }
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
