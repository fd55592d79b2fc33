package slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import slipway.model.DeployProgress;
import slipway.model.DeployProgress.StackProgress;
import slipway.model.ResourceState;

/**
 * How a deployment or a deletion ended, as JSON.
 *
 * @param phase succeeded, failed or cancelled
 * @param url where the application answers; null when it does not
 * @param seconds real ones
 * @param failure null unless it failed; its cause is one sentence
 */
record ProgressDocument(
        String environment,
        String phase,
        @Nullable String url,
        double seconds,
        @Nullable FailureChainDocument failure,
        List<Stack> stacks,
        List<Image> images,
        List<String> notes) {

    /**
     * @param status AWS's; empty for a stack that was not begun
     * @param completed resources that are done
     * @param seconds real ones; null for a stack that was not begun or has not ended
     */
    record Stack(
            String name,
            String status,
            int resources,
            long completed,
            @Nullable Double seconds) {}

    record Image(String tier, String tag, boolean published) {}

    static ProgressDocument of(DeployProgress ended) {
        return new ProgressDocument(
                ended.plan().environment().value(),
                ended.phase().name().toLowerCase(Locale.ROOT),
                ended.url().orElse(null),
                seconds(ended.started(), ended.updated()),
                ended.failure().map(FailureChainDocument::of).orElse(null),
                ended.stacks().stream().map(ProgressDocument::stack).toList(),
                ended.images().stream()
                        .map(image ->
                                new Image(image.tier().label(), image.tag(), image.state() == ResourceState.COMPLETE))
                        .toList(),
                ended.plan().notes());
    }

    private static Stack stack(StackProgress stack) {
        Instant started = stack.started();
        Instant ended = stack.ended();
        return new Stack(
                stack.plan().name(),
                stack.status(),
                stack.resources().size(),
                stack.completed(),
                started == null || ended == null ? null : seconds(started, ended));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
