package slipway.operations.stacks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.operations.DeploymentLedger;
import slipway.operations.DeploymentRecord.Runner;

/**
 * The name of a change set that is made for a preview. It tells who made it, so that what a killed preview left can be
 * told from what is being read at this moment.
 *
 * @param host a digest of the maker's machine's name
 * @param pid of the maker
 * @param started when the maker was started, in milliseconds since the epoch
 * @param made when the change set was made, real time
 */
record PreviewName(String host, long pid, long started, Instant made) {
    /** A preview on another machine is over after this long, whatever became of it. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Pattern FORM = Pattern.compile("slipway-preview-([0-9a-f]+)-(\\d+)-(\\d+)-(\\d+)");

    static PreviewName next(InstantSource clock) {
        Runner self = DeploymentLedger.thisProcess();
        return new PreviewName(digest(self), self.pid(), self.started(), clock.instant());
    }

    /** The name that such a change set has; empty for any other. */
    static Optional<PreviewName> parse(String name) {
        Matcher parts = FORM.matcher(name);
        return parts.matches()
                ? Optional.of(new PreviewName(
                        parts.group(1),
                        Long.parseLong(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        Instant.ofEpochMilli(Long.parseLong(parts.group(4)))))
                : Optional.empty();
    }

    private static String digest(Runner runner) {
        return Integer.toHexString(runner.host().hashCode());
    }

    /** Whether whoever made it does not wait for it any more. */
    boolean isLeft(InstantSource clock) {
        Runner self = DeploymentLedger.thisProcess();
        return host.equals(digest(self))
                ? !DeploymentLedger.runs(new Runner(self.user(), self.host(), pid, started))
                : Duration.between(made, clock.instant()).compareTo(LONGEST) > 0;
    }

    @Override
    public String toString() {
        return "slipway-preview-" + host + "-" + pid + "-" + started + "-" + made.toEpochMilli();
    }
}
