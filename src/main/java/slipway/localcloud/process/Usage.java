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

    /** This one, with at least the CPU time that was seen before. */
    Usage since(Usage before) {
        return cpu.compareTo(before.cpu) < 0 ? new Usage(before.cpu, memoryBytes) : this;
    }

    /** Both figures added up. */
    public Usage plus(Usage other) {
        return new Usage(cpu.plus(other.cpu), memoryBytes + other.memoryBytes);
    }
}
