package slipway.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import slipway.cloud.Target;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.Release;
import slipway.model.ReleasePlan;
import slipway.model.Tier;
import slipway.model.TrafficRefusedException;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.rollout.ReleaseRequest.Source;

/** Begins a release or a rollback, and stays with it: what it would do is shown and confirmed first. */
final class ReleaseBeginning {
    private final Tools tools;
    private final ReleaseOptions terms;

    ReleaseBeginning(Tools tools, ReleaseOptions terms) {
        this.tools = tools;
        this.terms = terms;
    }

    /** Returns the exit status. */
    int begin(CommandLine command, Tier tier, Source source) {
        Target target = tools.target(command);
        ReleaseRequest request = terms.request(command, tools.options().environment(), tier, source);
        try (Deeds deeds = tools.open(target)) {
            var guard = new WriteGuard(tools, target);
            guard.show(deeds);
            ReleasePlan plan = planned(deeds, request);
            tools.answers().say(ReleaseText.plan(plan, target));
            String what =
                    plan.kind().label() + " of " + Words.tag(plan.version().tag());
            guard.confirm(
                    "Begin this " + what + " on the " + tier.label() + " of " + plan.environment() + "?",
                    WriteGuard.Weight.ORDINARY,
                    terms.yes());
            var undertaking = new ReleaseUndertaking(tools);
            Release ended = undertaking.carryOut(
                    "Began the " + what + " on " + Words.place(target) + Words.clock(target),
                    terms.waits(),
                    (progress, cancellation) -> deeds.release(plan, progress, cancellation));
            Release left = ReleaseUndertaking.left(deeds, request.environment(), ended);
            return undertaking.result(left, ReleaseUndertaking.status(left));
        }
    }

    /** A bake in which the guard cannot judge is refused as guards refuse; other steps and times that cannot be are failures. */
    private ReleasePlan planned(Deeds deeds, ReleaseRequest request) {
        try {
            return deeds.planRelease(request);
        } catch (TrafficRefusedException guarded) {
            new ReleaseHints(tools, deeds).ofTier(request.environment(), request.tier());
            throw guarded;
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Rejected && isTooShort(deeds, request)) {
                throw new RefusedException(failed.failure().message());
            }
            throw failed;
        }
    }

    private static boolean isTooShort(Deeds deeds, ReleaseRequest request) {
        if (request.bake().isEmpty()) {
            return false;
        }
        Duration bake = request.bake().get();
        var usual = new ReleaseRequest(
                request.environment(),
                request.tier(),
                request.source(),
                request.shift(),
                Optional.empty(),
                request.keep(),
                request.sendsTraffic());
        try {
            return bake.compareTo(deeds.planRelease(usual).shortestBake()) < 0;
        } catch (FailureException another) {
            return false; // Not the bake is in the way: what was said first stands.
        }
    }
}
