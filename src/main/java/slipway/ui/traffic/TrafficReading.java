package slipway.ui.traffic;

import java.util.List;
import java.util.Optional;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.FailureException;
import slipway.model.ReleaseStatus;
import slipway.model.TrafficStatus;
import slipway.ui.workspace.TargetOperations;

/**
 * What the panel reads at a time.
 *
 * @param releases absent where they could not be read, which is among the unread then
 */
record TrafficReading(TrafficStatus traffic, Optional<ReleaseStatus> releases, List<Unread> unread) {
    static TrafficReading of(TargetOperations operations, EnvironmentName environment) {
        TrafficStatus traffic = operations.traffic(environment);
        if (traffic.tiers().isEmpty()) {
            return new TrafficReading(traffic, Optional.empty(), List.of());
        }
        try {
            ReleaseStatus releases = operations.releases(environment);
            return new TrafficReading(traffic, Optional.of(releases), releases.unread());
        } catch (FailureException failed) {
            return new TrafficReading(traffic, Optional.empty(), List.of(new Unread("releases", failed.failure())));
        }
    }
}
