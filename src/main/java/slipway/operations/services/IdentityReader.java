package slipway.operations.services;

import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Identity;
import slipway.operations.Failures;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Asks the target who is acting. */
public final class IdentityReader {
    private final Cloud cloud;

    public IdentityReader(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * Account, principal and region.
     *
     * @throws slipway.model.FailureException {@code Expired} without usable credentials, {@code Unreachable} without an
     *     answer
     */
    public Identity read() {
        GetCallerIdentityResponse caller = Failures.translated(
                "find out who is signed in", () -> cloud.sts().getCallerIdentity());
        return new Identity(
                caller.account(),
                caller.arn(),
                cloud.region(),
                cloud.target() instanceof Target.Local,
                cloud.clockFactor());
    }
}
