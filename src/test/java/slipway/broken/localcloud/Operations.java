package slipway.broken.localcloud;

import slipway.broken.operations.stacks.Sibling;

/** Breaks the import table on purpose. */
class Operations {
    Sibling operations;
}
