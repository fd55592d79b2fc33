package slipway.operations.traffic;

import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;

/** The environment's stacks as they were read last: outputs change so seldom that nobody asks for them each time. */
final class KnownOutputs {
    private final Cloud cloud;
    private final EnvironmentName environment;
    private @Nullable TrafficTable table;

    KnownOutputs(Cloud cloud, EnvironmentName environment) {
        this.cloud = cloud;
        this.environment = environment;
    }

    synchronized TrafficTable table() {
        TrafficTable known = table;
        if (known == null) {
            known = TrafficTable.ofStacks(cloud, environment);
            table = known;
        }
        return known;
    }

    /** What is known does not fit any more: the next one who asks reads again. */
    synchronized void forget() {
        table = null;
    }
}
