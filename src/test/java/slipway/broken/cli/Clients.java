package slipway.broken.cli;

import software.amazon.awssdk.services.ecs.EcsClient;

/** Breaks the import table on purpose. */
public class Clients {
    protected EcsClient client;
}
