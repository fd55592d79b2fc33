package slipway.operations.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.model.EnvironmentName;
import slipway.model.Tier;

/**
 * What an operator asks to have released.
 *
 * @param shift the new colour's share in percent, step by step; empty for the usual steps
 * @param bake how long each step is watched, the target's time; absent for the usual, or what the guard needs where that is longer
 * @param keep how long the old colour stays, the target's time; absent for the environment's usual
 * @param sendsTraffic whether synthetic requests are allowed; absent for the target's usual: yes on the local cloud, no on AWS
 */
public record ReleaseRequest(
        EnvironmentName environment,
        Tier tier,
        Source source,
        List<Integer> shift,
        Optional<Duration> bake,
        Optional<Duration> keep,
        Optional<Boolean> sendsTraffic) {
    public ReleaseRequest {
        shift = List.copyOf(shift);
    }

    /** Where the version comes from. */
    public sealed interface Source {
        /**
         * A folder whose image is built and sent.
         *
         * @param tag the image's; absent for the commit or the hash of the folder
         */
        record Folder(Path folder, Optional<String> tag) implements Source {}

        /** An image that the tier's repository holds. */
        record Published(String tag) implements Source {}

        /** What served before the version that serves now. */
        record Previous() implements Source {}
    }
}
