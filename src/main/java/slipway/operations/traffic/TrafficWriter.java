package slipway.operations.traffic;

import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.Runner;

/**
 * Who moves weights, and with what.
 *
 * @param owner as others are told it: {@code kim@desk, slider}
 * @param runner the process
 */
public record TrafficWriter(String owner, Runner runner) {
    /**
     * This process.
     *
     * @param with the tool, in a word or two: {@code slider}, {@code command line}
     */
    public static TrafficWriter here(String with) {
        Runner self = DeploymentLedger.thisProcess();
        return new TrafficWriter(self.user() + "@" + self.host() + ", " + with, self);
    }
}
