package slipway.cloud;

import java.util.Optional;

/** Finds this user's local cloud, and starts it when there is none. Given by the composition root. */
public interface LocalCloudLauncher {
    /**
     * The running local cloud; starts one and waits until it answers when none runs.
     *
     * @throws LocalCloudException when it cannot be started, with the reason in words
     */
    LocalEndpoint ensureRunning();

    /** The running local cloud, if there is one; starts nothing. */
    Optional<LocalEndpoint> running();
}
