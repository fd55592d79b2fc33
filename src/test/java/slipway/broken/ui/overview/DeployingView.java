package slipway.broken.ui.overview;

import slipway.broken.operations.stacks.Sibling;

/** Breaks the import table on purpose. */
class DeployingView {
    Sibling operations;
}
