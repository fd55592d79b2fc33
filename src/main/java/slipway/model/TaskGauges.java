package slipway.model;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is measured on a running task. Each is absent while nobody has measured it.
 *
 * @param cpuPercent of the CPU that the task reserves
 * @param memoryBytes what it uses
 * @param restarts how often its containers were started again in place
 */
public record TaskGauges(OptionalDouble cpuPercent, OptionalLong memoryBytes, OptionalInt restarts) {
    public static final TaskGauges NONE =
            new TaskGauges(OptionalDouble.empty(), OptionalLong.empty(), OptionalInt.empty());
}
