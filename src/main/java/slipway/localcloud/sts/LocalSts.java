package slipway.localcloud.sts;

import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Answers who is calling: always this machine's user, since one key pair drives the local cloud. */
public final class LocalSts implements StsClient {
    private final Place place;
    private final String user;

    /** The caller's name in ARNs is the operating system's user name. */
    public LocalSts(Place place, String user) {
        this.place = place;
        this.user = user;
    }

    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        return GetCallerIdentityResponse.builder()
                .account(place.accountId())
                .arn(place.globalArn("iam", "user/" + user))
                .userId("AIDALOCAL" + Integer.toHexString(user.hashCode()).toUpperCase(java.util.Locale.ROOT))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
