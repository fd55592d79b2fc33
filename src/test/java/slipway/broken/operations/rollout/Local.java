package slipway.broken.operations.rollout;

import slipway.broken.localcloud.ecs.Sibling;

/** Breaks the import table on purpose. */
class Local {
    Sibling local;
}
