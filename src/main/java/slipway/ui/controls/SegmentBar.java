package slipway.ui.controls;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** A progress bar with one segment per part, as wide as the part is big, its name below. */
public final class SegmentBar extends Region {
    /** How a segment is filled. */
    public enum Fill {
        DONE,
        RUNNING,
        FAILED,
        ROLLBACK
    }

    /**
     * @param size above zero; widths are in proportion
     * @param done 0 to 1
     * @param words behind the name, where there is room; may be empty
     */
    public record Segment(String name, String words, double size, double done, Fill fill) {}

    private static final double GAP = 3;
    private static final double HEIGHT = 10;

    private final List<Region> tracks = new ArrayList<>();
    private final List<Region> fills = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private List<Segment> segments = List.of();

    public SegmentBar() {
        getStyleClass().add("segment-bar");
        setMinWidth(0);
    }

    public void show(List<Segment> values) {
        if (values.equals(segments)) {
            return;
        }
        if (values.size() != segments.size()) {
            build(values.size());
        }
        segments = values;
        var spoken = new StringBuilder();
        for (int index = 0; index < values.size(); index++) {
            Segment segment = values.get(index);
            fills.get(index)
                    .getStyleClass()
                    .setAll(
                            "fill",
                            switch (segment.fill()) {
                                case DONE -> "done";
                                case RUNNING -> "running";
                                case FAILED -> "failed";
                                case ROLLBACK -> "rollback";
                            });
            labels.get(index)
                    .setText(segment.words().isEmpty() ? segment.name() : segment.name() + " " + segment.words());
            spoken.append(segment.name())
                    .append(' ')
                    .append(Math.round(segment.done() * 100))
                    .append(" %, ");
        }
        setAccessibleText(spoken.toString());
        requestLayout();
    }

    private void build(int count) {
        getChildren().clear();
        tracks.clear();
        fills.clear();
        labels.clear();
        for (int index = 0; index < count; index++) {
            var track = new Region();
            track.getStyleClass().add("track");
            tracks.add(track);
            fills.add(new Region());
            labels.add(Texts.yielding("", "t11", "ink2"));
        }
        getChildren().addAll(tracks);
        getChildren().addAll(fills);
        getChildren().addAll(labels);
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT + 6 + 14;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected void layoutChildren() {
        double sum = segments.stream().mapToDouble(Segment::size).sum();
        double room = getWidth() - GAP * (segments.size() - 1);
        double x = 0;
        for (int index = 0; index < segments.size(); index++) {
            Segment segment = segments.get(index);
            double width = room * segment.size() / sum;
            tracks.get(index).resizeRelocate(x, 0, width, HEIGHT);
            double filled = width * segment.done();
            fills.get(index).setVisible(filled > 0.5);
            fills.get(index).resizeRelocate(x, 0, filled, HEIGHT);
            Label label = labels.get(index);
            double wanted = label.prefWidth(-1);
            // A name that does not fit under its segment is left out rather than cut to a stump.
            label.setVisible(wanted <= width + GAP || width > 44);
            label.resizeRelocate(x, HEIGHT + 6, Math.min(wanted, width), 14);
            x += width + GAP;
        }
    }
}
