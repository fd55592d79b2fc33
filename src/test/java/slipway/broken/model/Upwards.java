package slipway.broken.model;

import slipway.broken.app.Root;

/** Breaks the import table on purpose. */
class Upwards {
    Root root;
}
