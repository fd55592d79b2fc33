package slipway.ui.logs;

import java.util.List;
import javafx.collections.ObservableListBase;
import slipway.model.LogLine;

/** The lines of a snapshot as a list that tells what changed from one to the next, so that a selection keeps its lines. */
final class LineList extends ObservableListBase<LogLine> {
    private Snapshot snapshot = Snapshot.EMPTY;
    private List<LogLine> lines = List.of();

    @Override
    public LogLine get(int index) {
        return lines.get(index);
    }

    @Override
    public int size() {
        return lines.size();
    }

    void show(Snapshot now) {
        List<LogLine> before = lines;
        beginChange();
        lines = now.lines();
        if (now.filtering() == snapshot.filtering() && now.dropped() >= snapshot.dropped()) {
            int gone = (int) Math.min(before.size(), now.dropped() - snapshot.dropped());
            int same = common(before, gone);
            if (gone > 0) {
                nextRemove(0, before.subList(0, gone));
            }
            if (before.size() > gone + same) {
                nextRemove(same, before.subList(gone + same, before.size()));
            }
            if (lines.size() > same) {
                nextAdd(same, lines.size());
            }
        } else if (!before.isEmpty() || !lines.isEmpty()) {
            nextReplace(0, lines.size(), before);
        }
        snapshot = now;
        endChange();
    }

    private int common(List<LogLine> before, int gone) {
        int most = Math.min(before.size() - gone, lines.size());
        int same = 0;
        while (same < most && before.get(gone + same).equals(lines.get(same))) {
            same++;
        }
        return same;
    }
}
