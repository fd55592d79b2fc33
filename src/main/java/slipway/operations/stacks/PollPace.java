package slipway.operations.stacks;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import slipway.cloud.Target;

/**
 * How long to wait between two looks at an operation. AWS does not publish the rate of DescribeStackEvents: 3 s, scattered so that
 * several consoles do not ask at the same moment. The local cloud is asked often, because there a second counts.
 */
public final class PollPace {
    private final Duration base;
    private final double scatter;
    private final DoubleSupplier random;

    /**
     * @param scatter the share of the base by which a wait may be shorter or longer
     * @param random values from 0 to 1
     */
    public PollPace(Duration base, double scatter, DoubleSupplier random) {
        this.base = base;
        this.scatter = scatter;
        this.random = random;
    }

    public static PollPace of(Target target, DoubleSupplier random) {
        return switch (target) {
            case Target.Local _ -> new PollPace(Duration.ofMillis(100), 0, random);
            // An endpoint of one's own is an emulator on this machine: none throttles.
            case Target.Aws aws ->
                aws.endpointUrl().isPresent()
                        ? new PollPace(Duration.ofMillis(500), 0, random)
                        : new PollPace(Duration.ofSeconds(3), 0.2, random);
        };
    }

    public Duration next() {
        double factor = 1 + scatter * (2 * random.getAsDouble() - 1);
        return Duration.ofNanos((long) (base.toNanos() * factor));
    }
}
