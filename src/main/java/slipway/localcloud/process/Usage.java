package slipway.localcloud.process;

import java.time.Duration;

/**
 * What a task's processes have used.
 *
 * @param cpu CPU time so far, user and system, of all its processes that live or were waited for; it never shrinks
 *     while the first process lives
 * @param memoryBytes resident memory now
 */
public record Usage(Duration cpu, long memoryBytes) {
    public static final Usage NONE = new Usage(Duration.ZERO, 0);

    /** Both figures added up. */
    public Usage plus(Usage other) {
        return new Usage(cpu.plus(other.cpu), memoryBytes + other.memoryBytes);
    }
}
