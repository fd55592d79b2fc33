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
 * @param stack the stack, and the resource that failed in it; absent when it happened before or beside any stack
 * @param events what the service said of it, oldest first
 * @param task the task that tells most
 * @param lines the last lines of that task's output, oldest first; for other failures the technical detail
 * @param followed what followed from it, in order, each a short sentence
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
        List<String> followed,
        String remedy) {

    /**
     * @param logicalId the resource; empty when the stack failed without one
     * @param status AWS's own, such as {@code CREATE_FAILED}; empty when nothing was begun
     * @param reason AWS's words; may be empty
     */
    public record StackLink(String stack, String logicalId, String status, String reason) {}

    /** A failure in which no service had a part. */
    public static FailureChain of(Instant at, String cause, List<String> lines, String remedy) {
        return new FailureChain(at, "", cause, Optional.empty(), List.of(), Optional.empty(), lines, List.of(), remedy);
    }

    /** The same failure with its cause told. */
    public FailureChain because(String words) {
        return new FailureChain(at, service, words, stack, events, task, lines, followed, remedy);
    }

    /** The same failure, seen from the stack that failed with it. */
    public FailureChain in(StackLink link, List<String> consequences, String help) {
        return new FailureChain(at, service, cause, Optional.of(link), events, task, lines, consequences, help);
    }

    /** The same failure, in a stack that nothing more is known of; an empty name is none. */
    public FailureChain in(String name) {
        return name.isEmpty() ? this : in(new StackLink(name, "", "", ""), followed, remedy);
    }

    /** The stack's name; empty when there is none. */
    public String stackName() {
        return stack.map(StackLink::stack).orElse("");
    }

    /** The resource that failed; empty when there is none. */
    public String logicalId() {
        return stack.map(StackLink::logicalId).orElse("");
    }
}
