package slipway.broken.ui.terminal;

import software.amazon.awssdk.services.ssm.SsmClient;

/** Breaks the import table on purpose. */
public class Clients {
    protected SsmClient client;
}
