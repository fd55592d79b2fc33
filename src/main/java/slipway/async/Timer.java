package slipway.async;

import java.time.Duration;

/**
 * Runs actions later. All durations are real time. Actions run on virtual threads and may block; an action that throws
 * is reported to the thread's uncaught-exception handler and does not end a repetition.
 */
public interface Timer {
    /** Runs the action once, after the delay (zero or negative: as soon as possible). */
    Cancellable after(Duration delay, Runnable action);

    /** Runs the action again and again; the pause between the end of one run and the start of the next is the period. */
    Cancellable every(Duration period, Runnable action);
}
