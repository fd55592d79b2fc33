package slipway.ui.shell;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.Failure;
import slipway.model.Release;
import slipway.model.Release.Kind;
import slipway.model.Release.Phase;
import slipway.model.ReleaseTerms;
import slipway.ui.controls.Phrases;
import slipway.ui.controls.StateIcon;
import slipway.ui.workspace.Releases;

/** The releases that this console runs, in the words of the window's frame. */
final class ReleaseActivity {
    private ReleaseActivity() {}

    /** Whether the environment had better be left alone: a release does more than wait for the old colour's deadline. */
    static boolean holds(Releases releases) {
        return releases.runsProperty().get().stream()
                .anyMatch(run -> run.busy()
                        && run.release()
                                .filter(release -> release.phase() == Phase.KEEPING)
                                .isEmpty());
    }

    /** @param runs the newest first; not empty */
    static ShellViewModel.Activity of(List<Releases.Run> runs) {
        Releases.Run run = runs.stream().filter(Releases.Run::busy).findFirst().orElseGet(() -> runs.getFirst());
        boolean back = run.kind() == Kind.ROLLBACK;
        String what = run.tier().label() + (back ? " to " : " ") + Phrases.version(run.tag());
        if (run.stage() == Releases.Stage.REFUSED) {
            @Nullable Failure why = run.refusal().orElse(null);
            return new ShellViewModel.Activity(
                    StateIcon.State.FAILED,
                    (back ? "Not rolled back: " : "Not released: ") + what,
                    why == null ? "" : why.message(),
                    Optional.empty(),
                    "");
        }
        String title =
                (run.busy() ? back ? "Rolling back " : "Releasing " : back ? "Rollback of " : "Release of ") + what;
        Optional<Release> told = run.release();
        if (told.isEmpty()) {
            return new ShellViewModel.Activity(StateIcon.State.WORKING, title, "begins", Optional.empty(), "");
        }
        Release release = told.get();
        int step = release.step() + 1;
        int steps = release.steps().size();
        boolean counts = run.busy() && steps > 0 && release.phase() != Phase.KEEPING;
        return new ShellViewModel.Activity(
                run.busy() ? StateIcon.State.WORKING : state(release.phase()),
                title,
                run.pausing() && run.busy() ? "pauses as soon as what is under way has ended" : stands(release),
                counts ? Optional.of(Math.clamp((double) step / steps, 0, 1)) : Optional.empty(),
                counts && step > 0 ? "step " + step + " of " + steps : "");
    }

    private static StateIcon.State state(Phase phase) {
        return switch (phase) {
            case DONE, KEEPING -> StateIcon.State.HEALTHY;
            case FAILED -> StateIcon.State.FAILED;
            case PAUSED -> StateIcon.State.IDLE;
            case PUBLISHING, ROLLING, TESTING, SHIFTING, RETIRING, RETURNING, RETURNED -> StateIcon.State.WARNING;
        };
    }

    /** What the step still lacks. */
    private static String counted(Release release) {
        long requests = release.steps().get(release.step()).requests();
        return requests < ReleaseTerms.REQUESTS ? ", " + requests + " of " + ReleaseTerms.REQUESTS + " requests" : "";
    }

    private static String stands(Release release) {
        String fresh = release.colour().label();
        return switch (release.phase()) {
            case SHIFTING, PAUSED ->
                (release.step() < 0 ? "" : fresh + " at " + release.percent() + " %, ")
                        + (release.phase() == Phase.PAUSED
                                ? "paused"
                                : release.bakedAt()
                                        .map(at -> "watched until " + Phrases.clock(at) + counted(release))
                                        .orElse("moving on"));
            case KEEPING ->
                fresh + " has 100 %"
                        + release.retireAt()
                                .map(at ->
                                        ", " + release.colour().other().label() + " stays until " + Phrases.clock(at))
                                .orElse("");
            case PUBLISHING, ROLLING, TESTING, RETIRING, RETURNING, DONE, RETURNED, FAILED ->
                release.phase().words();
        };
    }
}
