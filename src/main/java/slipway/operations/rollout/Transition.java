package slipway.operations.rollout;

import java.util.Map;
import slipway.model.Tier;

/**
 * What a colour's stack is told of its tasks as the colour changes its part. A number in {@code DesiredCount} undoes what autoscaling
 * decided, so it is sent only where it must hold.
 *
 * @param desired tasks now; -1 leaves them as they are
 * @param min tasks at least
 * @param max tasks at most
 */
record Transition(int desired, int min, int max) {
    /** With these a tier survives the loss of one task. */
    static final int FEWEST = 2;

    private static final int MOST_API = 6;

    /**
     * A colour gets an image, and the tasks that everything takes: a colour of none would take any image without a word, and one with
     * fewer than the live colour would break down under its load.
     *
     * @param live how many tasks the live colour has at the moment
     */
    static Transition roll(Tier tier, int live) {
        int tasks = Math.max(FEWEST, live);
        return new Transition(tasks, tasks, tier == Tier.API ? Math.max(MOST_API, tasks) : tasks);
    }

    /**
     * A colour has everything: scaling decides from here.
     *
     * @param tasks how many it has; the client, which does not scale, keeps them
     */
    static Transition finish(Tier tier, int tasks) {
        return tier == Tier.API
                ? new Transition(-1, FEWEST, MOST_API)
                : new Transition(-1, Math.max(FEWEST, tasks), Math.max(FEWEST, tasks));
    }

    /** A colour has nothing any more. */
    static Transition retire() {
        return new Transition(0, 0, 0);
    }

    /** The service template's parameters. */
    Map<String, String> values() {
        return Map.of(
                "DesiredCount", String.valueOf(desired),
                "MinCapacity", String.valueOf(min),
                "MaxCapacity", String.valueOf(max));
    }
}
