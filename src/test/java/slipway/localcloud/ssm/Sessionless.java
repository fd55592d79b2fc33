package slipway.localcloud.ssm;

import slipway.localcloud.agents.Agents;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;

/** Systems Manager where no container's agent is connected: every session is refused before anything else is needed. */
public final class Sessionless {
    private Sessionless() {}

    public static LocalSsm ssm(CloudClock clock, StateFolder state) {
        return new LocalSsm(Place.LOCAL, "dev", state, new SessionRuntime(clock, new Agents(), null, null, null));
    }
}
