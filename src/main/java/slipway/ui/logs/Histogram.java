package slipway.ui.logs;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.Texts;

/** How many lines there were when, with warnings and errors at the foot of the bars. A press on a bar asks for its time. */
final class Histogram extends Region {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final double BARS = 44;
    private static final double WORDS = 18;
    private static final double GAP = 2;
    private static final double LEAST = 2;
    private static final double SEEN = 6;
    private static final int TIMES = 5;

    private final List<Column> columns = new ArrayList<>();
    private final List<Label> times = new ArrayList<>();
    private final Tooltip tip = new Tooltip();
    private final Consumer<Instant> onChoose;
    private Snapshot.Bars bars = Snapshot.Bars.NONE;
    private int chosen = -1;

    private static final class Column {
        final Region lines = part("lines");
        final Region warnings = part("warnings");
        final Region errors = part("errors");

        private static Region part(String style) {
            var part = new Region();
            part.getStyleClass().add(style);
            part.setMouseTransparent(true);
            return part;
        }
    }

    /** @param onChoose told the time at which a bar begins */
    Histogram(Consumer<Instant> onChoose) {
        this.onChoose = onChoose;
        getStyleClass().add("log-histogram");
        setMinSize(0, BARS + WORDS);
        setPrefHeight(BARS + WORDS);
        setMaxHeight(BARS + WORDS);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        for (int place = 0; place < TIMES; place++) {
            times.add(Texts.firm("", "t11", "ink2"));
        }
        getChildren().addAll(times);
        Tooltip.install(this, tip);
        setOnMouseMoved(event -> tip.setText(words(barAt(event.getX()))));
        setOnMouseClicked(event -> {
            requestFocus();
            choose(barAt(event.getX()));
        });
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT) {
                int from = chosen < 0 ? bars.bars().size() : chosen;
                choose(from + (event.getCode() == KeyCode.LEFT ? -1 : 1));
                event.consume();
            }
        });
        describe();
    }

    void show(Snapshot.Bars now) {
        if (now.equals(bars)) {
            return;
        }
        if (!now.from().equals(bars.from())) {
            mark(-1);
        }
        bars = now;
        while (columns.size() < now.bars().size()) {
            var column = new Column();
            columns.add(column);
            getChildren().addAll(column.lines, column.warnings, column.errors);
        }
        for (int place = 0; place < TIMES; place++) {
            Instant at = now.from()
                    .plus(now.width()
                            .multipliedBy(now.bars().size())
                            .multipliedBy(place)
                            .dividedBy(TIMES - 1));
            times.get(place).setText(now.bars().isEmpty() ? "" : MINUTE.format(at.atZone(ZoneId.systemDefault())));
        }
        describe();
        requestLayout();
    }

    private void choose(int place) {
        if (place >= 0 && place < bars.bars().size()) {
            mark(place);
            describe();
            onChoose.accept(start(place));
        }
    }

    private void mark(int place) {
        for (int index = 0; index < columns.size(); index++) {
            columns.get(index).lines.pseudoClassStateChanged(CHOSEN, index == place);
        }
        chosen = place;
    }

    private Instant start(int place) {
        return bars.from().plus(bars.width().multipliedBy(place));
    }

    private int barAt(double x) {
        return bars.bars().isEmpty() ? -1 : (int) (x / getWidth() * bars.bars().size());
    }

    private void describe() {
        setAccessibleText(chosen < 0 ? "Lines over time, arrows move through it" : words(chosen));
    }

    private String words(int place) {
        if (place < 0 || place >= bars.bars().size()) {
            return "";
        }
        Snapshot.Bar bar = bars.bars().get(place);
        return Phrases.clock(start(place)) + ": " + Phrases.count(bar.lines(), "line")
                + (bar.errors() == 0 ? "" : ", " + Phrases.count(bar.errors(), "error"))
                + (bar.warnings() == 0 ? "" : ", " + Phrases.count(bar.warnings(), "warning"));
    }

    @Override
    protected void layoutChildren() {
        int count = bars.bars().size();
        int most = bars.bars().stream().mapToInt(Snapshot.Bar::lines).max().orElse(0);
        double width = getWidth() / Math.max(1, count);
        for (int place = 0; place < columns.size(); place++) {
            Column column = columns.get(place);
            Snapshot.Bar bar = place < count ? bars.bars().get(place) : new Snapshot.Bar(0, 0, 0);
            double x = snapPositionX(place * width);
            double thick = Math.max(1, snapPositionX((place + 1) * width - GAP) - x);
            double errors = height(bar.errors(), most, SEEN);
            double warnings = height(bar.warnings(), most, SEEN);
            double lines = Math.max(errors + warnings, height(bar.lines(), most, LEAST));
            place(column.lines, x, thick, 0, lines);
            place(column.errors, x, thick, 0, errors);
            place(column.warnings, x, thick, errors, warnings);
        }
        for (int place = 0; place < times.size(); place++) {
            Label time = times.get(place);
            double wide = time.prefWidth(-1);
            double x = (getWidth() - wide) * place / (TIMES - 1);
            time.resizeRelocate(snapPositionX(x), BARS + 4, wide, WORDS - 4);
        }
    }

    /** Even one line is seen, and one error or warning catches the eye. */
    private static double height(int lines, int most, double least) {
        return lines == 0 ? 0 : Math.max(least, Math.rint((double) lines / most * (BARS - LEAST)));
    }

    private static void place(Region part, double x, double width, double above, double height) {
        part.setVisible(height > 0);
        part.resizeRelocate(x, BARS - above - height, width, height);
    }
}
