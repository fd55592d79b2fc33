package slipway.operations.rollout;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.async.Timer;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.Tier;

/**
 * Releases a version of a tier: publishes it, rolls the idle colour, tests it, moves weight step by step, goes back by itself when the
 * guard fires, and retires the colour that served before. Every method blocks; call them off the user interface's thread.
 */
public final class Releaser {
    /**
     * @param clock real time
     * @param with the tool, in a word or two: {@code command line}
     */
    public Releaser(Cloud cloud, Timer timer, InstantSource clock, String with) {}

    /**
     * What a release would do. Reads only, but for hashing the folder.
     *
     * @throws slipway.model.FailureException {@code NotFound} for an environment or an image that is not there; {@code Rejected} for steps
     *     or times that cannot be, with the figure that can
     * @throws slipway.model.TrafficRefusedException when the environment is not in a state to be released into: another release is on,
     *     both colours have weight, the environment is being deployed
     */
    public ReleasePlan plan(ReleaseRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Carries the plan out. Ends when the old colour is retired, or where it stopped: see the phase and the reason.
     *
     * @param progress told each new state, one at a time
     * @param cancellation pauses it: the weights stay where they are, and it can be continued
     * @throws slipway.model.TrafficRefusedException when somebody else holds the weights: nothing was changed
     */
    public Release release(ReleasePlan plan, Consumer<Release> progress, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /**
     * Has a wish carried out: by the release's runner where one is at work, or else here. Ends when the release has come to rest; a
     * runner elsewhere is followed until then.
     *
     * @param cancellation ends the following, or pauses the release when it is carried out here
     * @throws slipway.model.FailureException {@code NotFound} when the tier has no release, {@code Rejected} for a wish that it cannot be
     *     given as it stands
     */
    public Release steer(
            EnvironmentName environment, Tier tier, Wish wish, Consumer<Release> progress, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /**
     * Retires a colour without weight: no task stays.
     *
     * @throws slipway.model.FailureException {@code Rejected} for a colour that has weight
     */
    public void retire(EnvironmentName environment, Tier tier, Colour colour, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    /** The newest release of a tier, with whether somebody is at work on it. Reads only. */
    public Optional<Release> newest(EnvironmentName environment, Tier tier) {
        throw new UnsupportedOperationException();
    }
}
