package slipway.ui.controls;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;

/** The time that every lane of a tree is drawn against: how far it has come, and how much of it fits. */
final class LaneTime {
    private static final double[] STEPS = {2, 4, 8, 10, 15, 20, 30, 40, 60, 90, 120, 180, 300, 600, 900, 1800, 3600};
    static final int PARTS = 4;

    private final DoubleProperty now = new SimpleDoubleProperty(-1);
    private final DoubleProperty until = new SimpleDoubleProperty(0);
    private final DoubleProperty step = new SimpleDoubleProperty(STEPS[0]);

    /** Seconds since the beginning; negative while nothing runs: then no line is drawn. */
    DoubleProperty now() {
        return now;
    }

    /** Seconds between two lines of the grid; {@link #PARTS} of them fill the lane. */
    DoubleProperty step() {
        return step;
    }

    /** Seconds up to which bars without an end are drawn: the present while something runs, else the last that is known. */
    DoubleProperty until() {
        return until;
    }

    double span() {
        return step.get() * PARTS;
    }

    /** Makes room for this many seconds and a little more. */
    void fit(double seconds) {
        double wanted = Math.max(seconds * 1.1, 1);
        for (double candidate : STEPS) {
            if (candidate * PARTS >= wanted) {
                step.set(candidate);
                return;
            }
        }
        step.set(Math.ceil(wanted / PARTS / 3600) * 3600);
    }
}
