package slipway.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.model.EnvironmentStatus.ServiceEvent;
import slipway.model.FailureChain;
import slipway.model.FailureChain.StackLink;

/**
 * Why something failed, as JSON, from the cause to what followed.
 *
 * @param at when it was seen, of the target's clock
 * @param service empty when none had a part in it
 * @param cause one sentence
 * @param stack stack, logicalId, AWS's status and reason; null when it concerns none
 * @param events what the service said, oldest first
 * @param task the stopped task that tells most; null when there is none
 * @param lines that task's last lines, oldest first
 */
record FailureChainDocument(
        Instant at,
        String service,
        String cause,
        @Nullable StackLink stack,
        List<ServiceEvent> events,
        StatusDocument.@Nullable Stopped task,
        List<String> lines,
        List<String> followed,
        String remedy) {

    static FailureChainDocument of(FailureChain failure) {
        return new FailureChainDocument(
                failure.at(),
                failure.service(),
                failure.cause(),
                failure.stack().orElse(null),
                failure.events(),
                failure.task().map(StatusDocument::stopped).orElse(null),
                failure.lines(),
                failure.followed(),
                failure.remedy());
    }
}
