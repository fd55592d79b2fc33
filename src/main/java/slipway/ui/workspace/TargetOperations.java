package slipway.ui.workspace;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.model.Colour;
import slipway.model.DeployPlan;
import slipway.model.DeployProgress;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus;
import slipway.model.Exposure;
import slipway.model.Failure;
import slipway.model.ForwardStatus;
import slipway.model.Identity;
import slipway.model.LogScope;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;
import slipway.model.Tier;
import slipway.model.TrafficStatus;
import slipway.model.WayOut;
import slipway.operations.rollout.ParameterForm;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.sessions.Forward;
import slipway.operations.sessions.Session;
import slipway.operations.sessions.SessionReceiver;
import slipway.operations.traffic.TrafficSession;

/**
 * What an operator can do on one target. Every method but {@link #callsPerMinute}, {@link #trafficHand}, {@link #trafficWriter},
 * {@link #applicationFolder} and {@link #openSession} blocks and is not called on the UI thread. What goes wrong is thrown as a {@code FailureException}, or
 * ends in a progress that says why.
 */
public interface TargetOperations extends AutoCloseable {
    Identity identity();

    EnvironmentStatus read(EnvironmentName environment);

    /** The parameters an operator may choose, with the values in force. */
    ParameterForm form(EnvironmentName environment);

    /** What a deployment with these parameters would do. */
    DeployPlan plan(EnvironmentName environment, Map<String, String> parameters);

    /** The plan with what change sets announce for stacks that exist. */
    DeployPlan preview(DeployPlan plan);

    DeployProgress deploy(DeployPlan plan, Consumer<DeployProgress> progress, Cancellation cancellation);

    DeployProgress cancelUpdates(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation);

    DeployProgress deleteCreated(
            DeployProgress cancelled, Consumer<DeployProgress> progress, Cancellation cancellation);

    DeployPlan deletionPlan(EnvironmentName environment, boolean eraseData);

    DeployProgress delete(
            EnvironmentName environment,
            boolean eraseData,
            Consumer<DeployProgress> progress,
            Cancellation cancellation);

    /** Stops a task of the environment; its service starts another one. */
    void stopTask(EnvironmentName environment, String task);

    /** Replaces every task of a service by a new one that runs the same. */
    void redeploy(EnvironmentName environment, String service);

    /**
     * What tasks write, from a moment on.
     *
     * @param from the target's time; absent for the last half hour
     */
    LogTail logs(LogScope scope, Optional<Instant> from);

    /** The ways out of the environment's stuck stacks, in the order of deployment. */
    List<WayOut> waysOut(EnvironmentName environment);

    /**
     * Takes the way out of one stack.
     *
     * @param leftAlone resources that failed and are skipped, or left behind
     */
    DeployProgress repair(
            EnvironmentName environment,
            String stack,
            Set<String> leftAlone,
            Consumer<DeployProgress> progress,
            Cancellation cancellation);

    /** Every task of the environment's two tiers that a session can be opened on, or that tells why not. */
    List<SessionTask> sessionTasks(EnvironmentName environment);

    /**
     * Opens a session on a task; returns at once, and tells what becomes of it.
     *
     * @param command what runs at the terminal, such as {@code irb}
     * @param columns of the terminal
     * @param rows of the terminal
     */
    Session openSession(SessionTask task, String command, int columns, int rows, SessionReceiver receiver);

    /**
     * Looks at everything that a session on the task needs.
     *
     * @param attempt why one failed; empty before any did
     */
    List<SessionCheck> examineSession(SessionTask task, Optional<Failure> attempt);

    /**
     * Forwards a port of this machine to one that a task reaches; returns when it is listened on.
     *
     * @param host by the name that the task has for it; empty for the task itself
     * @param localPort 0 for any free one
     * @param told how it goes on, on any thread
     * @param cancellation gives up waiting
     */
    Forward forwardPort(
            SessionTask task,
            String host,
            int port,
            int localPort,
            Consumer<ForwardStatus> told,
            Cancellation cancellation);

    /** Where a task of the api finds Redis. */
    InetSocketAddress redisOf(SessionTask task);

    /** Who can be reached from the internet, as the deployed templates say. */
    Exposure exposure(EnvironmentName environment);

    /** How the environment's requests are divided, and what came of it. */
    TrafficStatus traffic(EnvironmentName environment);

    /**
     * Takes the environment's weights in hand; returns at once, and takes no lock before the first wish.
     *
     * @param told what becomes of the wishes, on any thread
     */
    TrafficHand trafficHand(EnvironmentName environment, Consumer<TrafficSession.State> told);

    /** Who this console is in the weights' lock and history. */
    String trafficWriter();

    /** The newest release of each tier, what its guard reads, and what to do next. */
    ReleaseStatus releases(EnvironmentName environment);

    /** The folder that the application's tier is built from unless another is chosen. */
    Path applicationFolder(Tier tier);

    /** What a release would do. */
    ReleasePlan releasePlan(ReleaseRequest request);

    /** Carries the plan out; ends when the release has come to rest. Cancelled, it pauses. */
    Release release(ReleasePlan plan, Consumer<Release> progress, Cancellation cancellation);

    /** Has a wish carried out, by the release's runner or here; ends when the release has come to rest. */
    Release steer(
            EnvironmentName environment, Tier tier, Wish wish, Consumer<Release> progress, Cancellation cancellation);

    /** Retires a colour without weight: no task stays. */
    void retire(EnvironmentName environment, Tier tier, Colour colour);

    /**
     * Sends requests to the environment's public address, a few a second, until the source is closed.
     *
     * @param told the counts, on any thread
     */
    TrafficSource sendTraffic(EnvironmentName environment, Consumer<TrafficSource.Count> told);

    int callsPerMinute();

    @Override
    void close();
}
