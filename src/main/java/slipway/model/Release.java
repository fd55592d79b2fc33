package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The newest release of a tier, as its environment remembers it: any console can show it, steer it, and go on with it when its runner is
 * gone.
 *
 * @param id of this release
 * @param colour the one that takes over
 * @param version what is released
 * @param previous what serves until then; none at a tier's first release
 * @param steps as planned, in order, with what happened
 * @param phase where it stands
 * @param who runs it, or ran it last: {@code kim@desk, command line}
 * @param underWay whether a runner is at work on it at this moment
 * @param began cloud time
 * @param changed when the phase began, cloud time
 * @param retireAt when the old colour goes, cloud time; absent while nothing is decided
 * @param reason why it stands where it stands, in sentences; empty while it is on its way
 * @param requests counted on the new colour since the first step, synthetic ones too
 * @param failed of them: answered with 5xx, or with no answer at all
 */
public record Release(
        String id,
        Tier tier,
        Kind kind,
        Colour colour,
        ImageVersion version,
        ImageVersion previous,
        ReleaseTerms terms,
        List<Step> steps,
        Phase phase,
        String who,
        boolean underWay,
        Instant began,
        Instant changed,
        Optional<Instant> retireAt,
        String reason,
        long requests,
        long failed) {

    /** What is being released. */
    public enum Kind {
        /** A new version. */
        RELEASE,
        /** The one that served before. */
        ROLLBACK;

        public String label() {
            return this == RELEASE ? "release" : "rollback";
        }
    }

    /**
     * @param percent the new colour's share
     * @param moved when the rule got it, cloud time
     * @param passed when the step had been watched long enough, cloud time
     * @param requests counted on the new colour during the step
     */
    public record Step(int percent, Optional<Instant> moved, Optional<Instant> passed, long requests) {}

    /** Where a release stands. */
    public enum Phase {
        /** The image is built and sent, unless the repository has it. */
        PUBLISHING,
        /** The idle colour gets the image and its tasks. */
        ROLLING,
        /** It is asked through the probe headers. */
        TESTING,
        /** A step has its share, and is watched. */
        SHIFTING,
        /** The new colour has everything; the lock is given back; the old colour stays until its deadline. */
        KEEPING,
        /** The old colour goes. */
        RETIRING,
        /** The guard fired, or somebody aborted: the old colour gets everything back, and the new one goes. */
        RETURNING,
        /** It stopped on the way, both colours stay: asked to, at the end of its steps, or for want of traffic. */
        PAUSED,
        /** The new version serves, and the old colour is gone. */
        DONE,
        /** The old version serves, and the new colour is gone. */
        RETURNED,
        /** The new colour did not come up; no weight was moved. */
        FAILED;

        /** To follow "it is". */
        public String words() {
            return switch (this) {
                case PUBLISHING -> "being published";
                case ROLLING -> "being rolled out to its colour";
                case TESTING -> "being smoke-tested";
                case SHIFTING -> "being shifted";
                case KEEPING -> "serving, the old colour kept for a while";
                case RETIRING -> "serving, the old colour being retired";
                case RETURNING -> "going back";
                case PAUSED -> "paused";
                case DONE -> "done";
                case RETURNED -> "rolled back";
                case FAILED -> "failed";
            };
        }

        /** Whether somebody has to be at work on it. */
        public boolean works() {
            return switch (this) {
                case PUBLISHING, ROLLING, TESTING, SHIFTING, KEEPING, RETIRING, RETURNING -> true;
                case PAUSED, DONE, RETURNED, FAILED -> false;
            };
        }

        /** Whether there is nothing left to do. */
        public boolean isOver() {
            return this == DONE || this == RETURNED || this == FAILED;
        }
    }

    /** What an operator may wish of a release that is not over. */
    public enum Wish {
        /** Stop where it is, both colours stay. */
        PAUSE,
        /** Go on with what is planned. */
        CONTINUE,
        /** The new colour takes everything now; what guards forbid stays forbidden. */
        PROMOTE,
        /** The old colour takes everything back, at once. */
        ABORT
    }

    /** Whether its runner is gone before its work was done. */
    public boolean isInterrupted() {
        return phase.works() && !underWay;
    }

    /** The step whose share the rule has, counted from 0; -1 before the first. */
    public int step() {
        int newest = -1;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).moved().isPresent()) {
                newest = i;
            }
        }
        return newest;
    }

    /** The new colour's share by the steps, in percent. */
    public int percent() {
        return step() < 0 ? 0 : steps.get(step()).percent();
    }

    /** When the step that is watched has been watched long enough, cloud time. */
    public Optional<Instant> bakedAt() {
        return step() < 0 || steps.get(step()).passed().isPresent()
                ? Optional.empty()
                : steps.get(step()).moved().map(moved -> moved.plus(terms.bake()));
    }

    /** Which wishes it can be given as it stands. */
    public List<Wish> wishes() {
        if (phase.isOver() || phase == Phase.RETURNING) {
            return isInterrupted() ? List.of(Wish.CONTINUE) : List.of();
        }
        if (phase == Phase.KEEPING || phase == Phase.RETIRING) {
            return isInterrupted() ? List.of(Wish.CONTINUE, Wish.ABORT) : List.of(Wish.ABORT);
        }
        if (phase == Phase.PAUSED
                && !terms.endsInAll()
                && steps.getLast().passed().isPresent()) {
            return List.of(Wish.PROMOTE, Wish.ABORT);
        }
        return phase == Phase.PAUSED || isInterrupted()
                ? List.of(Wish.CONTINUE, Wish.PROMOTE, Wish.ABORT)
                : List.of(Wish.PAUSE, Wish.PROMOTE, Wish.ABORT);
    }

    /** {@code release 7d90e4c of api}. */
    public String name() {
        return kind.label() + " " + version.shown() + " of " + tier.label();
    }
}
