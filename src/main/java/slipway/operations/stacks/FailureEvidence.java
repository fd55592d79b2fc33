package slipway.operations.stacks;

import java.util.List;

/** What the tasks of a service that fails have to say, read before the rollback takes their logs away. */
@FunctionalInterface
public interface FailureEvidence {
    /**
     * @param serviceArn the service's physical id; may be empty
     * @return lines that help, the most telling last; empty when there is nothing
     */
    List<String> lines(String serviceArn);

    FailureEvidence NONE = serviceArn -> List.of();
}
