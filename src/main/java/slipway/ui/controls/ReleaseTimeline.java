package slipway.ui.controls;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Shape;
import org.jspecify.annotations.Nullable;
import slipway.model.Colour;

/**
 * The staircase of a release: a step for each share that the new colour gets, what is done filled, what is planned dashed, a marker
 * where it stands. Each leg is as wide as its time, but never narrower than its words nor so wide that the others lose theirs.
 */
public final class ReleaseTimeline extends Region {
    /**
     * A stretch with one share.
     *
     * @param percent the new colour's share
     * @param name above its beginning: {@code 25 %}; may be empty
     * @param icon before the name; may be absent
     * @param note beside the name, smaller; may be empty
     * @param time below its beginning: {@code 14:30:20}, {@code ≈ 14:33}; may be empty
     * @param weight how long it lasts beside the others
     */
    public record Leg(
            int percent, String name, StateIcon.@Nullable State icon, String note, String time, double weight) {}

    /**
     * @param colour the one that takes over; green is hatched
     * @param leg in which it stands, counted from 0; the number of legs when all is over
     * @param part of that leg that has passed, 0 to 1
     * @param marker what stands over the place where it is; without words there is no marker
     * @param end what happens after the last leg, at the dotted line: {@code retire}; empty for nothing
     * @param endTime below the dotted line; may be empty
     * @param spoken all of it in words, for a screen reader
     */
    public record Course(
            Colour colour,
            List<Leg> legs,
            int leg,
            double part,
            String marker,
            String end,
            String endTime,
            String spoken) {
        public Course {
            legs = List.copyOf(legs);
        }
    }

    private static final PseudoClass BLUE = PseudoClass.getPseudoClass("blue");
    private static final double LEFT = 26;
    private static final double TOP = 36;
    private static final double BASE = 94;
    private static final double HEIGHT = 116;
    private static final double TAIL = 54;
    private static final double PILL = 17;
    private static final double LINE = 16;
    private static final double GAP = 8;

    private final List<Line> grid = new ArrayList<>();
    private final List<Label> axis = new ArrayList<>();
    private final Polygon area = new Polygon();
    private final Polyline done = new Polyline();
    private final Polyline planned = new Polyline();
    private final Line marker = line("timeline-marker");
    private final Line deadline = line("timeline-deadline");
    private final Label pill = Texts.firm("", "timeline-pill", "t11", "semibold");
    private final Label end = Texts.firm("", "t11", "ink2");
    private final Label endTime = Texts.firm("", "t11", "ink2");
    private final Line endTick = line("timeline-tick");
    private final List<Part> parts = new ArrayList<>();
    private Course course = new Course(Colour.GREEN, List.of(), 0, 0, "", "", "", "");

    private record Part(Label name, Label note, Label time, Line tick) {}

    public ReleaseTimeline() {
        getStyleClass().add("release-timeline");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        for (int share = 0; share <= 100; share += 50) {
            grid.add(line("timeline-grid"));
            axis.add(Texts.firm(String.valueOf(share), "t11", "ink2"));
        }
        area.getStyleClass().add("timeline-area");
        done.getStyleClass().add("timeline-done");
        planned.getStyleClass().add("timeline-planned");
        for (Shape shape : List.of(area, done, planned)) {
            shape.setManaged(false);
        }
    }

    public void show(Course now) {
        if (now.equals(course)) {
            return;
        }
        // What turns goes on turning while only the marker moves.
        boolean same = now.legs().equals(course.legs()) && now.leg() == course.leg() && now.colour() == course.colour();
        course = now;
        pill.setText(now.marker());
        end.setText(now.end());
        endTime.setText(now.endTime());
        setAccessibleText(now.spoken());
        requestLayout();
        if (!same) {
            rebuild(now);
        }
    }

    private void rebuild(Course now) {
        pseudoClassStateChanged(BLUE, now.colour() == Colour.BLUE);
        parts.clear();
        getChildren().setAll(grid);
        getChildren().addAll(axis);
        getChildren().addAll(area, planned, done, deadline, marker);
        for (int index = 0; index < now.legs().size(); index++) {
            Leg leg = now.legs().get(index);
            boolean ahead = index > now.leg();
            Label name = Texts.firm(leg.name(), "t12", ahead ? "medium" : "semibold", "timeline-words");
            if (ahead) {
                name.getStyleClass().add("ink2");
            }
            if (leg.icon() != null) {
                name.setGraphic(new StateIcon(leg.icon(), 12));
                name.setGraphicTextGap(4);
            }
            var part = new Part(
                    name,
                    Texts.firm(leg.note(), "t11", "ink2", "timeline-words"),
                    Texts.firm(leg.time(), "t11", "ink2"),
                    line("timeline-tick"));
            parts.add(part);
            getChildren().addAll(part.name(), part.note(), part.time(), part.tick());
        }
        getChildren().addAll(end, endTime, endTick, pill);
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 320;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 560;
    }

    @Override
    protected void layoutChildren() {
        double right = getWidth() - 2;
        for (int index = 0; index < grid.size(); index++) {
            double y = snapPositionY(height(index * 50)) + 0.5;
            place(grid.get(index), LEFT, y, right, y);
            Label share = axis.get(index);
            double wide = share.prefWidth(-1);
            share.resizeRelocate(LEFT - 5 - wide, y - 8, wide, LINE);
        }
        double[] at = edges(right);
        drawStairs(at, right);
        placeWords(at, right);
        placeMarker(at, right);
    }

    /** Where each leg begins, and where the last one ends. */
    private double[] edges(double right) {
        int count = parts.size();
        double[] least = new double[count];
        double needed = 0;
        double weights = 0;
        for (int index = 0; index < count; index++) {
            Part part = parts.get(index);
            double words = part.name().prefWidth(-1)
                    + (course.legs().get(index).note().isEmpty()
                            ? 0
                            : part.note().prefWidth(-1) + 6);
            least[index] = Math.max(words + GAP, part.time().prefWidth(-1) + GAP);
            needed += least[index];
            weights += course.legs().get(index).weight();
        }
        double tail = course.end().isEmpty() ? 0 : TAIL;
        double room = Math.max(0, right - LEFT - tail);
        double spare = Math.max(0, room - needed);
        double squeeze = needed > room && needed > 0 ? room / needed : 1;
        double[] edges = new double[count + 1];
        edges[0] = LEFT;
        for (int index = 0; index < count; index++) {
            double share = weights > 0 ? course.legs().get(index).weight() / weights : 1.0 / count;
            edges[index + 1] = edges[index] + least[index] * squeeze + spare * share;
        }
        return edges;
    }

    private double now(double[] at) {
        int leg = course.leg();
        return leg >= parts.size()
                ? at[parts.size()]
                : at[leg] + (at[leg + 1] - at[leg]) * Math.clamp(course.part(), 0, 1);
    }

    private void drawStairs(double[] at, double right) {
        List<Double> past = new ArrayList<>();
        List<Double> ahead = new ArrayList<>();
        double now = now(at);
        boolean over = course.leg() >= parts.size();
        for (int index = 0; index < parts.size(); index++) {
            double y = height(course.legs().get(index).percent());
            if (index <= course.leg()) {
                add(past, at[index], y);
                add(past, index == course.leg() ? now : at[index + 1], y);
            }
            if (index >= course.leg()) {
                add(ahead, index == course.leg() ? now : at[index], y);
                add(ahead, at[index + 1], y);
            }
        }
        if (!parts.isEmpty()) {
            double y = height(course.legs().getLast().percent());
            List<Double> tail = over ? past : ahead;
            if (!course.end().isEmpty()) {
                add(tail, right, y);
            }
        }
        done.getPoints().setAll(past);
        planned.getPoints().setAll(ahead);
        List<Double> filled = new ArrayList<>();
        if (!past.isEmpty()) {
            add(filled, past.getFirst(), BASE);
            filled.addAll(past);
            add(filled, past.get(past.size() - 2), BASE);
        }
        area.getPoints().setAll(filled);
    }

    private void placeWords(double[] at, double right) {
        double lastTime = -Double.MAX_VALUE;
        for (int index = 0; index < parts.size(); index++) {
            Part part = parts.get(index);
            double room = at[index + 1] - at[index];
            double x = at[index] + 4;
            double y = height(course.legs().get(index).percent()) - 3 - LINE;
            double wide = part.name().prefWidth(-1);
            part.name().setVisible(!part.name().getText().isEmpty() && wide <= room);
            put(part.name(), x, y);
            part.note()
                    .setVisible(!part.note().getText().isEmpty()
                            && (part.name().isVisible() ? wide + 6 : 0)
                                            + part.note().prefWidth(-1)
                                    <= room);
            put(part.note(), x + (part.name().isVisible() ? wide + 6 : 0), y);
            boolean timed = !part.time().getText().isEmpty();
            double timeWide = part.time().prefWidth(-1);
            double timeX = Math.max(LEFT - 6, at[index] - timeWide / 2);
            boolean free = timed && timeX > lastTime + 6 && timeX + timeWide <= right + 2;
            part.time().setVisible(free);
            part.tick().setVisible(free);
            if (free) {
                lastTime = timeX + timeWide;
            }
            put(part.time(), timeX, BASE + 5);
            place(part.tick(), at[index], BASE, at[index], BASE + 5);
        }
        boolean ends = !course.end().isEmpty();
        double x = at[parts.size()];
        deadline.setVisible(ends);
        place(deadline, snapPositionX(x) + 0.5, TOP - 8, snapPositionX(x) + 0.5, BASE);
        end.setVisible(ends);
        put(end, x + 5, BASE - 3 - LINE);
        double wide = endTime.prefWidth(-1);
        double timeX = Math.min(x - wide / 2, right - wide);
        boolean told = ends && !course.endTime().isEmpty() && timeX > lastTime + 6;
        endTime.setVisible(told);
        endTick.setVisible(told);
        put(endTime, timeX, BASE + 5);
        place(endTick, x, BASE, x, BASE + 5);
    }

    private void placeMarker(double[] at, double right) {
        boolean marked = !course.marker().isEmpty() && !parts.isEmpty();
        marker.setVisible(marked);
        pill.setVisible(marked);
        if (marked) {
            double x = snapPositionX(now(at));
            double wide = pill.prefWidth(-1);
            pill.resizeRelocate(snapPositionX(Math.clamp(x - wide / 2, 0, Math.max(0, right - wide))), 0, wide, PILL);
            place(marker, x, PILL, x, BASE + 4);
        }
    }

    private static double height(int percent) {
        return BASE - (BASE - TOP) * percent / 100;
    }

    private void put(Label words, double x, double y) {
        words.resizeRelocate(snapPositionX(x), snapPositionY(y), words.prefWidth(-1), LINE);
    }

    private static void place(Line line, double fromX, double fromY, double toX, double toY) {
        line.setStartX(fromX);
        line.setStartY(fromY);
        line.setEndX(toX);
        line.setEndY(toY);
    }

    private static void add(List<Double> points, double x, double y) {
        points.add(x);
        points.add(y);
    }

    private static Line line(String style) {
        var line = new Line();
        line.setManaged(false);
        line.getStyleClass().add(style);
        return line;
    }
}
