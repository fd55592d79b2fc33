package slipway.localcloud.elbv2;

/**
 * How many targets of a group were healthy and unhealthy over a while: lowest and highest. Those that a balancer has not
 * judged yet and those that drain are neither (a).
 *
 * @param registered whether there are targets at all, other than draining ones
 */
record HostCounts(boolean registered, int leastHealthy, int mostHealthy, int leastUnhealthy, int mostUnhealthy) {
    static HostCounts now(int registered, int healthy, int unhealthy) {
        return new HostCounts(registered > 0, healthy, healthy, unhealthy, unhealthy);
    }

    /** Both whiles together; whether there are targets is told by the later one. */
    HostCounts then(HostCounts later) {
        if (!registered) {
            return later;
        }
        return new HostCounts(
                later.registered,
                Math.min(leastHealthy, later.leastHealthy),
                Math.max(mostHealthy, later.mostHealthy),
                Math.min(leastUnhealthy, later.leastUnhealthy),
                Math.max(mostUnhealthy, later.mostUnhealthy));
    }
}
