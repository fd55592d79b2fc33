package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import slipway.model.SessionCheck;
import slipway.model.SessionCheck.Verdict;
import slipway.model.SessionTask;

/** What stands in the way of a session, for people. */
final class DoctorText {
    private static final String REMEDY = "  ";

    private DoctorText() {}

    static List<String> lines(SessionTask task, List<SessionCheck> checks) {
        var table = new Table("CHECK", "", "");
        for (SessionCheck check : checks) {
            table.row(check.subject(), word(check.verdict()), check.words());
            if (!check.remedy().isEmpty()) {
                table.row("", "", REMEDY + check.remedy());
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("Sessions on " + task.tier().label() + " " + task.colour().label() + ", task " + task.id());
        lines.addAll(table.lines());
        return lines;
    }

    /** What a failed attempt is told with: only what is in the way, or may be. */
    static List<String> troubles(List<SessionCheck> checks) {
        List<String> lines = new ArrayList<>();
        for (SessionCheck check : checks) {
            if (check.verdict() == Verdict.BAD || check.verdict() == Verdict.WARN) {
                lines.add("  " + check.subject() + ": " + check.words()
                        + (check.remedy().isEmpty() ? "" : " " + check.remedy()));
            }
        }
        return lines;
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
