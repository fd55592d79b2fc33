package slipway.broken.ui.shell;

import slipway.broken.localcloud.ecs.Sibling;

/** Breaks the import table on purpose. */
class LocalShell {
    Sibling local;
}
