package slipway.cli;

import java.util.List;
import java.util.function.Consumer;
import slipway.model.Release;
import slipway.model.Release.Phase;

/** Shows a release on standard error: a line per event, and on a terminal below them, redrawn in place, where it stands. */
final class ReleaseView implements Consumer<Release>, AutoCloseable {
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final CommandContext context;
    private final ReleaseEvents events = new ReleaseEvents();
    private boolean over;

    ReleaseView(CommandContext context, String title) {
        this.context = context;
        context.err().println(title);
        context.err().flush();
    }

    /** Takes a new state; called on threads of the operation, one call at a time. */
    @Override
    public synchronized void accept(Release release) {
        if (!over) {
            print(events.next(release));
            draw(release);
        }
    }

    /** Says something between the events. */
    synchronized void say(String line) {
        print(List.of(line));
        Release release = events.known();
        if (release != null && !over) {
            draw(release);
        }
    }

    private void print(List<String> lines) {
        if (!lines.isEmpty() && context.terminal().canRedraw()) {
            context.err().print(CLEAR_LINE);
        }
        lines.forEach(context.err()::println);
        context.err().flush();
    }

    private void draw(Release release) {
        if (context.terminal().canRedraw() && release.phase().works()) {
            String line = line(release);
            int width = Math.max(20, context.terminal().width() - 1);
            context.err().print(CLEAR_LINE + (line.length() <= width ? line : line.substring(0, width)));
            context.err().flush();
        }
    }

    private static String line(Release release) {
        return release.phase() == Phase.SHIFTING && release.step() >= 0
                ? release.percent() + " %: "
                        + Words.count(release.steps().get(release.step()).requests(), "request")
                        + " in this step, " + ReleaseText.counts(release) + " in all; Ctrl-C pauses"
                : ReleaseText.standing(release);
    }

    /** Leaves the events on the screen. */
    @Override
    public synchronized void close() {
        if (!over && context.terminal().canRedraw()) {
            context.err().print(CLEAR_LINE);
        }
        over = true;
        context.err().flush();
    }
}
