package slipway.cli;

import java.time.Duration;
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
import slipway.model.Identity;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.model.Release;
import slipway.model.Release.Wish;
import slipway.model.ReleasePlan;
import slipway.model.ReleaseStatus;
import slipway.model.Tier;
import slipway.model.TrafficLedger;
import slipway.model.TrafficMove;
import slipway.model.TrafficStatus;
import slipway.model.WayOut;
import slipway.model.Weights;
import slipway.operations.rollout.DeployRequest;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.traffic.Consent;

/** What the commands do to one target; each is the operation of the same name. All of them block. */
interface Deeds extends AutoCloseable {
    /** @throws slipway.model.FailureException as every deed does when the target refuses or does not answer */
    Identity identity();

    /** Who deploys or deletes the environment at this moment, in words; empty when nobody does. */
    Optional<String> atWork(EnvironmentName environment);

    EnvironmentStatus status(EnvironmentName environment);

    DeployPlan plan(DeployRequest request);

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

    /** Who can be reached from the internet, as the deployed templates say. */
    Exposure exposure(EnvironmentName environment);

    /** The ways out of the environment's stuck stacks, in the order of deployment. */
    List<WayOut> waysOut(EnvironmentName environment);

    /** @param leftAlone resources that failed and are skipped, or left behind */
    DeployProgress repair(
            EnvironmentName environment,
            String stack,
            Set<String> leftAlone,
            Consumer<DeployProgress> progress,
            Cancellation cancellation);

    /** How the traffic stack's parameters stand to the live rules, by tier. */
    Map<Tier, TrafficLedger> ledger(EnvironmentName environment);

    TrafficStatus traffic(EnvironmentName environment);

    /**
     * Moves a tier's weights and waits until that is written down.
     *
     * @param moved told when the rule has them, with those that it had
     * @throws slipway.model.TrafficRefusedException when guards stand in the way
     */
    TrafficMove shift(
            EnvironmentName environment, Tier tier, Weights to, String why, Consent consent, Consumer<Weights> moved);

    /** Each tier's newest release, its guard, and what to do next. */
    ReleaseStatus releases(EnvironmentName environment);

    /** The newest release of a tier; empty before the first. */
    Optional<Release> newestRelease(EnvironmentName environment, Tier tier);

    /** @throws slipway.model.TrafficRefusedException for a tier that is not in a state to be released into */
    ReleasePlan planRelease(ReleaseRequest request);

    /** @param cancellation pauses it */
    Release release(ReleasePlan plan, Consumer<Release> progress, Cancellation cancellation);

    /** Has a wish carried out, here or by whoever runs the release, and stays until it has come to rest. */
    Release steer(
            EnvironmentName environment, Tier tier, Wish wish, Consumer<Release> progress, Cancellation cancellation);

    /** Takes all tasks of a colour away that has no weight. */
    void retire(EnvironmentName environment, Tier tier, Colour colour, Cancellation cancellation);

    /** Every task of a service. */
    LogScope logsOfService(EnvironmentName environment, String service);

    /** @param within where the task may be; empty for anywhere in the environment */
    LogScope logsOfTask(EnvironmentName environment, String task, Optional<LogScope> within);

    /** @param back how far, in the target's time */
    void readLogs(LogScope scope, Duration back, Consumer<List<LogLine>> receiver, Cancellation cancellation);

    /** Goes on until it is cancelled. */
    void followLogs(LogScope scope, Duration back, Consumer<LogNews> receiver, Cancellation cancellation);

    /** Sessions in tasks, and forwarded ports. Closing the deeds ends them. */
    SessionDeeds sessions();

    @Override
    void close();
}
