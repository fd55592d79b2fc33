package slipway.broken.ui.shell;

import slipway.broken.channel.Clients;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;

/** Breaks the import table on purpose. */
class Sessions {
    Clients channel;

    void open(EcsClient ecs, ExecuteCommandRequest request) {
        ecs.executeCommand(request);
    }
}
