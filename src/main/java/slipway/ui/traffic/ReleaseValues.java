package slipway.ui.traffic;

import java.util.List;
import java.util.Optional;
import slipway.model.Release;
import slipway.ui.controls.Fader;
import slipway.ui.controls.GuardCard;
import slipway.ui.controls.ReleaseTimeline;
import slipway.ui.controls.StateIcon;

/**
 * All that a lane shows of a release.
 *
 * @param on whether it is not over: its buttons take the place of those for the weights
 * @param marks its steps, for the fader's scale; none when it is over
 * @param guard absent where none was read
 * @param counts what was counted on the new colour; empty before the first step
 * @param state of the words
 * @param words why it stands where it stands; may be empty
 */
record ReleaseValues(
        Release release,
        boolean on,
        ReleaseTimeline.Course course,
        List<Fader.Mark> marks,
        Optional<GuardCard.Values> guard,
        String counts,
        StateIcon.State state,
        String words) {}
