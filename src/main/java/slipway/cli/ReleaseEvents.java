package slipway.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.model.Release;
import slipway.model.Release.Phase;
import slipway.model.Release.Step;

/** What happened to a release between two of its states, a line each, the target's time first. */
final class ReleaseEvents {
    /** In the place of a time: a record does not say when its reason changed. */
    private static final String UNTIMED = " ".repeat(10);

    private @Nullable Release known;

    /** The state that was told last; null before the first. */
    @Nullable
    Release known() {
        return known;
    }

    /** The lines that lead from the state that was told before to this one. */
    List<String> next(Release now) {
        Release before = known;
        known = now;
        List<String> lines = new ArrayList<>();
        boolean phase = before == null || before.phase() != now.phase();
        if (before != null && phase) {
            ended(before.phase(), now, lines);
        }
        if (before == null && now.phase() == Phase.KEEPING) {
            // It began when the last step had its share, and that step may have passed since.
            int last = now.step();
            moved(null, now, last, lines);
            began(now, lines);
            passed(null, now, last, lines);
        } else {
            steps(before, now, lines);
            if (phase) {
                began(now, lines);
            }
        }
        boolean remark = !now.reason().isEmpty()
                && now.phase().works()
                && (before == null || !same(before.reason(), now.reason()));
        if (remark && now.phase() != Phase.RETURNING) {
            lines.add(UNTIMED + now.reason());
        }
        return lines;
    }

    /** Whether a remark differs in its numbers at most: what is counted is told once. */
    private static boolean same(String before, String now) {
        return before.replaceAll("\\d+", "#").equals(now.replaceAll("\\d+", "#"));
    }

    private static void ended(Phase phase, Release now, List<String> lines) {
        boolean onward = now.phase() != Phase.FAILED && now.phase() != Phase.RETURNING && now.phase() != Phase.PAUSED;
        if (!onward) {
            return;
        }
        String tag = Words.tag(now.version().tag());
        switch (phase) {
            case PUBLISHING -> lines.add(line(now.changed(), tag + " is published"));
            case ROLLING ->
                lines.add(line(now.changed(), ReleaseText.taker(now) + " is rolled, its tasks are healthy"));
            case TESTING -> lines.add(line(now.changed(), ReleaseText.taker(now) + " answers to the probe headers"));
            case SHIFTING, KEEPING, RETIRING, RETURNING, PAUSED, DONE, RETURNED, FAILED -> {}
        }
    }

    private static void began(Release now, List<String> lines) {
        String tag = Words.tag(now.version().tag());
        String words = switch (now.phase()) {
            case PUBLISHING -> "publishing " + tag;
            case ROLLING -> "rolling " + ReleaseText.taker(now) + " with " + tag;
            case TESTING -> "asking " + ReleaseText.taker(now) + " through the probe headers";
            case SHIFTING -> "";
            case KEEPING ->
                ReleaseText.taker(now) + " has everything, and " + ReleaseText.old(now) + " is kept"
                        + now.retireAt().map(at -> " until " + time(at)).orElse("");
            case RETIRING -> "retiring " + ReleaseText.old(now);
            case RETURNING ->
                (now.reason().isEmpty() ? "" : now.reason() + " ") + "Going back: " + ReleaseText.old(now)
                        + " gets everything";
            case PAUSED -> "paused at " + now.percent() + " %";
            case DONE -> now.previous().isNone() ? "done" : ReleaseText.old(now) + " is retired";
            case RETURNED -> ReleaseText.old(now) + " has everything";
            case FAILED -> "failed";
        };
        if (!words.isEmpty()) {
            lines.add(line(now.changed(), words));
        }
    }

    private static void steps(@Nullable Release before, Release now, List<String> lines) {
        for (int i = 0; i < now.steps().size(); i++) {
            // Before anything was told only the step that is on matters.
            if (before != null || i == now.step()) {
                // The steps change when somebody promotes: what is left becomes one.
                Step was = before != null && i < before.steps().size()
                        ? before.steps().get(i)
                        : null;
                moved(was, now, i, lines);
                passed(was, now, i, lines);
            }
        }
    }

    private static void moved(@Nullable Step was, Release now, int index, List<String> lines) {
        Step step = now.steps().get(index);
        step.moved()
                .filter(at -> was == null || !was.moved().equals(step.moved()))
                .ifPresent(at -> lines.add(line(
                        at,
                        ReleaseText.taker(now) + " has " + step.percent() + " % (" + ReleaseText.stepOf(now, index)
                                + ")"
                                + (step.passed().isPresent()
                                        ? ""
                                        : ", watched until "
                                                + time(at.plus(now.terms().bake()))))));
    }

    private static void passed(@Nullable Step was, Release now, int index, List<String> lines) {
        Step step = now.steps().get(index);
        step.passed()
                .filter(at -> was == null || was.passed().isEmpty())
                .ifPresent(at -> lines.add(line(
                        at,
                        "step " + (index + 1) + " passed with " + Words.count(step.requests(), "request")
                                + ", the guard is quiet")));
    }

    private static String line(Instant at, String words) {
        return time(at) + "  " + words;
    }

    /** {@code 14:31:20}. */
    private static String time(Instant at) {
        return Words.instant(at).substring(11, 19);
    }
}
