package slipway.broken.localcloud.agents;

import slipway.broken.localcloud.ecs.Sibling;

/** Breaks the import table on purpose. */
class Service {
    Sibling service;
}
