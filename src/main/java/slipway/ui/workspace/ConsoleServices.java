package slipway.ui.workspace;

import java.util.List;
import slipway.model.DeployPlan;
import slipway.model.EnvironmentName;
import slipway.model.ReadinessCheck;

/**
 * Everything the console needs from outside, given by the composition root. The methods may block and are called off the
 * UI thread, after the window is there; so no client of AWS exists before it.
 */
public interface ConsoleServices {
    /** Local first, then the profiles of the standard AWS files, read anew. */
    List<TargetChoice> targets();

    /** The operations on a target; for Local the local cloud is started when it does not run. */
    TargetOperations open(TargetChoice target);

    LocalCloud localCloud();

    /** Measures what a deployment on this machine needs. */
    List<ReadinessCheck> readiness();

    /** What a first deployment builds, from the templates and the folders alone; asks no target. */
    DeployPlan outline(EnvironmentName environment);
}
