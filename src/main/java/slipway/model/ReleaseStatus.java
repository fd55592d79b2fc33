package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import slipway.model.EnvironmentStatus.Unread;

/**
 * The releases of an environment at one moment.
 *
 * @param tiers those that have a service
 * @param unread what could not be read, while the rest could
 * @param readAt the target's time
 */
public record ReleaseStatus(EnvironmentName environment, List<TierRelease> tiers, List<Unread> unread, Instant readAt) {

    /**
     * @param release the newest; absent before the first
     * @param guard of the colour that the release brings, or else of the live one; absent where there is none
     * @param rollbackTo the version that served before the one that serves now; absent where none is known
     * @param next the one thing to do
     */
    public record TierRelease(
            Tier tier,
            Optional<Release> release,
            Optional<GuardReading> guard,
            Optional<ImageVersion> rollbackTo,
            NextAction next) {}

    public Optional<TierRelease> tier(Tier tier) {
        return tiers.stream().filter(candidate -> candidate.tier() == tier).findFirst();
    }
}
