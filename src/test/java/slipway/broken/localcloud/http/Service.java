package slipway.broken.localcloud.http;

import slipway.broken.localcloud.ecs.Sibling;

/** Breaks the import table on purpose. */
class Service {
    Sibling service;
}
