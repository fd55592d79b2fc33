package slipway.localcloud.agents;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The agents that are connected now. */
public final class Agents {
    private final Map<String, Agent> connected = new ConcurrentHashMap<>();

    public void connect(Agent agent) {
        connected.put(agent.target(), agent);
    }

    /**
     * Takes an agent out and tells its sessions; one that is not connected is nothing.
     *
     * @param reason in words for a user
     */
    public void disconnect(String target, String reason) {
        Agent agent = connected.remove(target);
        if (agent != null) {
            agent.end(reason);
        }
    }

    public Optional<Agent> find(String target) {
        return Optional.ofNullable(connected.get(target));
    }
}
