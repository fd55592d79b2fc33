package slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A deployment or a deletion at one moment. Whoever shows it gets a new value whenever something changed; values are whole, so that
 * one may be skipped. Instants are the target's (cloud time on the local cloud); seconds shown to people are real ones
 * where {@code startedReal} and {@code updatedReal} say so.
 *
 * @param phase where the whole stands
 * @param started when it began, real time
 * @param updated when this value was made, real time
 * @param now what is being waited for, in words: "2 services wait for healthy tasks"; empty when nothing is
 * @param images publishing, one entry per tier that is published
 * @param failure what went wrong first; absent while nothing did
 * @param url where the application answers, once known
 */
public record DeployProgress(
        DeployPlan plan,
        Phase phase,
        Instant started,
        Instant updated,
        String now,
        List<StackProgress> stacks,
        List<ImageProgress> images,
        Optional<FailureChain> failure,
        Optional<String> url) {

    /** Where a deployment stands. */
    public enum Phase {
        PLANNING,
        RUNNING,
        CANCELLING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * @param status AWS's own, such as {@code CREATE_IN_PROGRESS}; empty before the stack was started
     * @param started when its operation began, real time; absent while it waits
     * @param ended when its operation ended, real time
     */
    public record StackProgress(
            StackPlan plan,
            ResourceState state,
            String status,
            @Nullable Instant started,
            @Nullable Instant ended,
            List<ResourceProgress> resources) {

        public long completed() {
            return resources.stream()
                    .filter(resource -> resource.state() == ResourceState.COMPLETE)
                    .count();
        }
    }

    /**
     * @param physicalId empty until it has one
     * @param status AWS's own; empty before it began
     * @param reason AWS's words on the status, or what the resource waits for ("1 of 2 healthy"); may be empty
     */
    public record ResourceProgress(
            ResourcePlan plan,
            ResourceState state,
            String physicalId,
            String status,
            String reason,
            @Nullable Instant started,
            @Nullable Instant ended) {}

    /**
     * Publishing one tier's image.
     *
     * @param said the newest line of the builder, while it works; empty when it says nothing
     */
    public record ImageProgress(
            Tier tier,
            String tag,
            ResourceState state,
            int files,
            String said,
            @Nullable Instant started,
            @Nullable Instant ended) {}

    public long completedResources() {
        return stacks.stream().mapToLong(StackProgress::completed).sum();
    }
}
