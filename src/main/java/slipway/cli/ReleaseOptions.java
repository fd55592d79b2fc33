package slipway.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;
import slipway.model.ReleaseTerms;
import slipway.model.Tier;
import slipway.operations.rollout.ReleaseRequest;
import slipway.operations.rollout.ReleaseRequest.Source;

/** How a release moves its weights, for the commands that begin one. */
final class ReleaseOptions {
    @Option(
            names = "--shift",
            split = ",",
            paramLabel = "PERCENT",
            description =
                    "The new colour's share, step by step; 5,25,50,100 unless given. What does not end in 100 stops"
                            + " there, and both colours stay.")
    private List<Integer> shift = List.of();

    @Option(
            names = "--bake",
            converter = SpanConverter.class,
            paramLabel = "SPAN",
            description =
                    "How long each step is watched, such as 90s or 3m, in the target's time; 3m unless given, or what"
                            + " the guard needs where that is longer.")
    private Optional<Duration> bake = Optional.empty();

    @Option(
            names = "--keep",
            converter = SpanConverter.class,
            paramLabel = "SPAN",
            description = "How long the old colour stays after the new one has everything, such as 10m or 1h, in the"
                    + " target's time; 10m unless given, 60m in production.")
    private Optional<Duration> keep = Optional.empty();

    @Option(
            names = "--send-traffic",
            negatable = true,
            description =
                    "Whether requests are sent where callers send too few to judge a step: yes on the local cloud, no"
                            + " on AWS, unless given. Without them a step with too few stops the release.")
    private Optional<Boolean> sendTraffic = Optional.empty();

    @Option(names = "--yes", description = "Write without being asked. AWS needs it where nobody can be asked.")
    private boolean yes;

    @Option(
            names = "--no-wait",
            description = "Return once the new colour has everything and was watched; whoever continues the release"
                    + " retires the old one.")
    private boolean noWait;

    boolean yes() {
        return yes;
    }

    boolean waits() {
        return !noWait;
    }

    /** @throws ParameterException for steps that are none */
    ReleaseRequest request(CommandLine command, EnvironmentName environment, Tier tier, Source source) {
        if (!shift.isEmpty()) {
            try {
                new ReleaseTerms(shift, ReleaseTerms.BAKE, Duration.ZERO, false);
            } catch (FailureException refused) {
                throw new ParameterException(
                        command, "--shift: " + refused.failure().message(), refused);
            }
        }
        return new ReleaseRequest(environment, tier, source, shift, bake, keep, sendTraffic);
    }
}
