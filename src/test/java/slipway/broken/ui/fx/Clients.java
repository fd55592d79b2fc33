package slipway.broken.ui.fx;

import software.amazon.awssdk.services.ecs.EcsClient;

/** Breaks the import table on purpose. */
public class Clients {
    protected EcsClient client;
}
