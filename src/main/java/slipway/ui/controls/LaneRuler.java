package slipway.ui.controls;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** The times above the lanes. */
final class LaneRuler extends Region {
    private final LaneTime time;
    private final List<Label> marks = new ArrayList<>();

    LaneRuler(LaneTime time) {
        this.time = time;
        for (int mark = 0; mark <= LaneTime.PARTS; mark++) {
            marks.add(Texts.firm("", "t11", "ink2"));
        }
        getChildren().addAll(marks);
        time.step().subscribe(step -> write());
    }

    private void write() {
        for (int mark = 0; mark < marks.size(); mark++) {
            marks.get(mark)
                    .setText(Phrases.stopwatch(java.time.Duration.ofSeconds(
                            Math.round(mark * time.step().get()))));
        }
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        return 18;
    }

    @Override
    protected void layoutChildren() {
        double height = getHeight();
        for (int mark = 0; mark < marks.size(); mark++) {
            Label label = marks.get(mark);
            double width = label.prefWidth(-1);
            double high = label.prefHeight(-1);
            double middle = getWidth() * mark / LaneTime.PARTS;
            double x = mark == 0 ? 0 : mark == LaneTime.PARTS ? getWidth() - width : middle - width / 2;
            label.resizeRelocate(snapPositionX(x), snapPositionY((height - high) / 2), width, high);
        }
    }
}
