package slipway.broken.localcloud.process;

import slipway.broken.localcloud.ecs.Sibling;

/** Breaks the import table on purpose. */
class Service {
    Sibling service;
}
