package slipway.operations.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.model.Colour;
import slipway.model.GuardReading;
import slipway.model.Weights;

/**
 * What a release does to its tier, and what it sees of it: {@link ReleaseRun} decides, this acts. Calls block; what the target refuses is
 * thrown as a {@code FailureException}.
 */
interface Stage {
    /** The target's time. */
    Instant now();

    /** The real time in which so much of the target's time goes by. */
    Duration real(Duration time);

    /** How long to wait between two looks, real time. */
    Duration pace();

    /** @throws slipway.model.TrafficRefusedException while somebody else holds the weights */
    void lock();

    /**
     * Pushes the end of the lock on.
     *
     * @throws slipway.model.FailureException {@code Rejected} when somebody took it over
     */
    void renew();

    /** Gives the lock back; nothing happens where it is not held. */
    void unlock();

    /** The live rule's. */
    Weights weights();

    /**
     * Moves the live rule.
     *
     * @throws slipway.model.TrafficRefusedException for what guards forbid
     */
    void move(Weights to, String why);

    /** Writes the weights down when the rule has stood still long enough. */
    void settle();

    /**
     * Builds and sends the image, unless the repository has it.
     *
     * @param said gets each line that the builder writes
     */
    void publish(Cancellation cancellation, Consumer<String> said);

    /**
     * Gives the colour its image and as many tasks as the live one has, and waits until all of them are healthy. Sends nothing where that
     * is so already. A cancellation leaves what is under way.
     */
    void roll(Cancellation cancellation);

    /** Leaves the number of the colour's tasks to autoscaling. */
    void finish();

    /** Takes a colour's tasks away. What is under way in its stack is cancelled first. */
    void retire(Colour colour);

    /** Asks the colour through the probe headers; empty when it answers well, or else what it answered. */
    Optional<String> smoke(Cancellation cancellation);

    /** The guard of the colour that takes over. */
    GuardReading guard();

    /** What that colour answered in the whole minutes since. */
    Counted counted(Instant since);

    /**
     * @param requests all of them
     * @param failed with 5xx, or with no answer at all
     * @param asOf up to when
     */
    record Counted(long requests, long failed, Instant asOf) {}

    /** Sends synthetic requests at this rate, per real second; 0 ends that. */
    void send(double perSecond);
}
