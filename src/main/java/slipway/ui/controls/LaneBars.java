package slipway.ui.controls;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;

/** The bars of one lane over the grid of time. */
final class LaneBars extends Region {
    private final LaneTime time;
    private final List<Region> grid = new ArrayList<>();
    private final List<Region> drawn = new ArrayList<>();
    private final Region nowLine = new Region();
    private List<Lane.Bar> bars = List.of();

    LaneBars(LaneTime time) {
        this.time = time;
        getStyleClass().add("lane");
        for (int line = 1; line < LaneTime.PARTS; line++) {
            var part = new Region();
            part.getStyleClass().add("grid-line");
            grid.add(part);
        }
        nowLine.getStyleClass().add("now-line");
        getChildren().addAll(grid);
        getChildren().add(nowLine);
        time.now().addListener((property, before, now) -> requestLayout());
        time.until().addListener((property, before, now) -> requestLayout());
        time.step().addListener((property, before, now) -> requestLayout());
    }

    void show(List<Lane.Bar> values) {
        if (values.equals(bars)) {
            return;
        }
        bars = values;
        getChildren().removeAll(drawn);
        drawn.clear();
        for (Lane.Bar bar : values) {
            var region = new Region();
            region.getStyleClass()
                    .addAll(
                            "bar",
                            switch (bar.kind()) {
                                case WAITING -> "waiting";
                                case RUNNING -> "running";
                                case DONE -> "done";
                                case FAILED -> "failed";
                                case ROLLBACK -> "rollback";
                            });
            drawn.add(region);
        }
        getChildren().addAll(getChildren().size() - 1, drawn);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double perSecond = width / time.span();
        for (int line = 0; line < grid.size(); line++) {
            double x = snapPositionX(width * (line + 1) / LaneTime.PARTS);
            grid.get(line).setVisible(time.until().get() > 0);
            grid.get(line).resizeRelocate(x, 0, 1, height);
        }
        double now = time.now().get();
        nowLine.setVisible(now >= 0 && now <= time.span());
        nowLine.resizeRelocate(snapPositionX(now * perSecond), 0, 1.5, height);
        for (int index = 0; index < bars.size(); index++) {
            Lane.Bar bar = bars.get(index);
            double from = bar.from() * perSecond;
            double to = bar.to().orElse(Math.max(time.until().get(), bar.from())) * perSecond;
            boolean waiting = bar.kind() == Lane.Kind.WAITING;
            double thick = waiting ? 2 : 8;
            drawn.get(index)
                    .resizeRelocate(
                            snapPositionX(from),
                            snapPositionY((height - thick) / 2),
                            Math.max(waiting ? 0 : 3, snapSizeX(to - from)),
                            thick);
        }
    }
}
