package slipway.cloud;

/** Turns a target into its clients. */
@FunctionalInterface
public interface CloudConnector {
    /**
     * Starts the local cloud when the target is Local and it does not run. Builds no client yet.
     *
     * @throws LocalCloudException when the local cloud cannot be started
     * @throws NoRegionException when an AWS target names no region and none is configured
     */
    Cloud connect(Target target);
}
