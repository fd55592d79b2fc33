package slipway.operations.services;

import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudformation.model.Output;

/** What an operator does to a single service or task of an environment, beside its stacks. */
public final class ServiceControl {
    private static final String REASON = "Stopped by an operator in Slipway";

    private final Cloud cloud;

    public ServiceControl(Cloud cloud) {
        this.cloud = cloud;
    }

    /**
     * Stops a task: SIGTERM, then SIGKILL after its stop time-out. Its service starts another one.
     *
     * @throws slipway.model.FailureException {@code NotFound} when the environment or the task is gone, {@code Denied} without
     *     {@code ecs:StopTask}
     */
    public void stopTask(EnvironmentName environment, String task) {
        Failures.translatedRun("stop the task " + task, () -> {
            String cluster = cluster(environment);
            var _ = cloud.ecs()
                    .stopTask(request -> request.cluster(cluster).task(task).reason(REASON));
        });
    }

    /**
     * Starts a new deployment of what the service runs already: every task is replaced, as its minimum and maximum healthy
     * percent allow.
     *
     * @throws slipway.model.FailureException as {@link #stopTask}, for {@code ecs:UpdateService}
     */
    public void redeploy(EnvironmentName environment, String service) {
        Failures.translatedRun("redeploy " + service, () -> {
            String cluster = cluster(environment);
            var _ = cloud.ecs()
                    .updateService(
                            request -> request.cluster(cluster).service(service).forceNewDeployment(true));
        });
    }

    private String cluster(EnvironmentName environment) {
        String stack = EnvironmentStack.PLATFORM.in(environment);
        return cloud.cloudFormation().describeStacks(request -> request.stackName(stack)).stacks().stream()
                .flatMap(found -> found.outputs().stream())
                .filter(output -> "ClusterName".equals(output.outputKey()))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow(() -> new FailureException(new Failure.NotFound(
                        "The stack " + stack + " names no cluster; deploy " + environment + " again.", "")));
    }
}
