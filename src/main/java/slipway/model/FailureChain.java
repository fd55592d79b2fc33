package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import slipway.model.EnvironmentStatus.ServiceEvent;

/**
 * Why something failed, from the symptom to the cause: a stack's event, the service's events, the task that stopped, its last
 * lines. Read from API calls alone; any link may be missing.
 *
 * @param at when the failure was seen, the target's time
 * @param service the ECS service; empty when none had a part in it
 * @param cause one sentence: what failed and why, naming the log line where one killed it
 * @param stack the resource that failed with it
 * @param events what the service said of it, oldest first
 * @param task the task that tells most
 * @param lines the last lines of that task's output, oldest first
 * @param remedy what helps, in words; may be empty
 */
public record FailureChain(
        Instant at,
        String service,
        String cause,
        Optional<StackLink> stack,
        List<ServiceEvent> events,
        Optional<StoppedTask> task,
        List<String> lines,
        String remedy) {

    /**
     * @param status AWS's own, such as {@code CREATE_FAILED}
     * @param reason AWS's words
     */
    public record StackLink(String stack, String logicalId, String status, String reason) {}
}
