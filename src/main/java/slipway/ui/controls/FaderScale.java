package slipway.ui.controls;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** What stands below a fader's track: quarters, or the steps of the release that moves it. */
final class FaderScale extends Region {
    static final double HEIGHT = 22;
    private static final int MOST = 100;
    private static final int QUARTER = 25;
    private static final double GAP = 6;

    private List<Fader.Mark> marks = List.of();
    private final List<Place> places = new ArrayList<>();

    /** @param first whether it is shown before its neighbours where they have no room beside it */
    private record Place(int at, Region sign, Label words, boolean first) {}

    FaderScale() {
        setManaged(false);
        setMouseTransparent(true);
        fill();
    }

    void show(List<Fader.Mark> steps) {
        if (!steps.equals(marks)) {
            marks = List.copyOf(steps);
            fill();
        }
    }

    private void fill() {
        places.clear();
        if (marks.isEmpty()) {
            for (int at = 0; at <= MOST; at += QUARTER) {
                places.add(new Place(at, part("fader-tick"), Texts.firm(String.valueOf(at), "t11", "ink2"), false));
            }
        }
        for (Fader.Mark mark : marks) {
            boolean now = mark.passage() == Fader.Passage.NOW;
            Region sign = part("fader-step");
            sign.getStyleClass()
                    .add(
                            switch (mark.passage()) {
                                case PASSED -> "passed";
                                case NOW -> "now";
                                case AHEAD -> "ahead";
                            });
            Label words = Texts.firm(mark.greenShare() + " %", "t11", now ? "semibold" : "ink2");
            places.add(new Place(mark.greenShare(), sign, words, now));
        }
        getChildren().clear();
        for (Place place : places) {
            getChildren().addAll(place.sign(), place.words());
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = Math.max(1, getWidth() - 2 * Fader.SIDE);
        double nowLeft = Double.MAX_VALUE;
        double nowRight = -Double.MAX_VALUE;
        for (Place place : places) {
            if (place.first()) {
                nowLeft = left(place, width);
                nowRight = nowLeft + place.words().prefWidth(-1);
            }
        }
        double end = -Double.MAX_VALUE;
        for (Place place : places) {
            double x = Fader.SIDE + width * place.at() / MOST;
            double wide = place.sign().prefWidth(-1);
            double high = place.sign().prefHeight(-1);
            double top = marks.isEmpty() ? 0 : (9 - high) / 2;
            place.sign().resizeRelocate(snapPositionX(x - wide / 2), snapPositionY(top), wide, high);
            double from = left(place, width);
            double to = from + place.words().prefWidth(-1);
            boolean free = from > end + GAP && (to + GAP < nowLeft || from - GAP > nowRight);
            place.words().setVisible(place.first() || free);
            if (place.words().isVisible()) {
                end = to;
            }
            place.words().resizeRelocate(snapPositionX(from), marks.isEmpty() ? 6 : 9, to - from, 15);
        }
    }

    /** The words stand under their sign, and inside of the scale. */
    private double left(Place place, double width) {
        double wide = place.words().prefWidth(-1);
        return Math.clamp(Fader.SIDE + width * place.at() / MOST - wide / 2, 0, Math.max(0, getWidth() - wide));
    }

    private static Region part(String style) {
        var part = new Region();
        part.getStyleClass().add(style);
        return part;
    }
}
