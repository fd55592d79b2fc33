package slipway.cli;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Cancellation;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.model.Release;
import slipway.model.Release.Phase;

/** A release on its way: its events are shown, the first Ctrl-C pauses it, the second ends the program, and its result comes last. */
final class ReleaseUndertaking {
    /** What is carried out, or followed. */
    @FunctionalInterface
    interface Deed {
        Release carryOut(Consumer<Release> progress, Cancellation cancellation);
    }

    /** How the reason begins with which a step stops that had too few requests. */
    private static final String LACKS_TRAFFIC = "Not enough traffic";

    private final Tools tools;

    ReleaseUndertaking(Tools tools) {
        this.tools = tools;
    }

    /**
     * Carries it out until it comes to rest.
     *
     * @param title what is done, for the head of the progress
     * @param waits whether to stay until the old colour is retired; else the work is left once the new one has everything
     */
    Release carryOut(String title, boolean waits, Deed deed) {
        var cancellation = new Cancellation();
        var newest = new AtomicReference<@Nullable Release>();
        try (var view = new ReleaseView(tools.context(), title);
                var _ = FirstInterrupt.of(tools.context().terminal(), () -> {
                    view.say(stopping(newest.get()) + " A second interrupt ends this command at once.");
                    cancellation.cancel();
                })) {
            try {
                return deed.carryOut(
                        release -> {
                            newest.set(release);
                            view.accept(release);
                            if (!waits && isWatched(release)) {
                                cancellation.cancel();
                            }
                        },
                        cancellation);
            } catch (FailureException failed) {
                // The cause is told next: this is what it leaves.
                Release last = newest.get();
                if (last != null && last.phase() == Phase.FAILED) {
                    view.say(ReleaseText.outcome(last));
                }
                throw failed;
            }
        }
    }

    /** Whether the new colour has had everything for long enough. */
    private static boolean isWatched(Release release) {
        return release.phase() == Phase.KEEPING
                && release.steps().getLast().passed().isPresent();
    }

    private static String stopping(@Nullable Release release) {
        String pausing =
                "Pausing: the weights stay where they are. A release that another process carries out goes on there.";
        if (release == null) {
            return pausing;
        }
        String old = ReleaseText.old(release);
        return switch (release.phase()) {
            case KEEPING ->
                "Leaving " + old + (isWatched(release) ? "" : ", and the watch of the last step,")
                        + " to whoever continues the release.";
            case RETIRING -> "Retiring " + old + " is not stopped half-way.";
            case RETURNING -> "Going back is not stopped half-way: " + old + " gets everything first.";
            case PUBLISHING, ROLLING, TESTING, SHIFTING, PAUSED, DONE, RETURNED, FAILED -> pausing;
        };
    }

    /** As its environment remembers it once it was left: what has work to do has nobody at it, unless somebody else is. */
    static Release left(Deeds deeds, EnvironmentName environment, Release ended) {
        return ended.phase().works()
                ? deeds.newestRelease(environment, ended.tier())
                        .filter(newest -> newest.id().equals(ended.id()))
                        .orElse(ended)
                : ended;
    }

    /** Prints the result and returns the exit status. */
    int result(Release release, int status) {
        if (tools.answers().json()) {
            tools.answers().document(ReleaseDocument.of(release));
        } else {
            tools.answers().text(ReleaseText.result(release, tools.options().repeated()));
        }
        return status;
    }

    /** What the shell is told of a release that was to be gone through with. */
    static int status(Release release) {
        return switch (release.phase()) {
            case DONE -> ExitStatus.DONE;
            case KEEPING -> isWatched(release) ? ExitStatus.DONE : ExitStatus.FAILED;
            case PAUSED -> {
                if (ReleaseText.isShifted(release)) {
                    yield ExitStatus.DONE;
                }
                yield release.reason().startsWith(LACKS_TRAFFIC) ? ExitStatus.REFUSED : ExitStatus.FAILED;
            }
            case PUBLISHING, ROLLING, TESTING, SHIFTING, RETIRING, RETURNING, RETURNED, FAILED -> ExitStatus.FAILED;
        };
    }
}
