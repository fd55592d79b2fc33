package slipway.model;

import java.time.Duration;
import java.util.List;

/**
 * How a release moves its weights.
 *
 * @param shift the new colour's share in percent, step by step: ascending, 1 to 100. What does not end in 100 stops at its end, and both
 *     colours stay
 * @param bake how long each step is watched, the target's time
 * @param keep how long the old colour stays after the new one has everything, the target's time
 * @param sendsTraffic whether synthetic requests may make up for what callers do not send
 */
public record ReleaseTerms(List<Integer> shift, Duration bake, Duration keep, boolean sendsTraffic) {
    public static final List<Integer> SHIFT = List.of(5, 25, 50, 100);
    public static final Duration BAKE = Duration.ofMinutes(3);

    /** A step passes only after so many requests were counted on the new colour. */
    public static final int REQUESTS = 50;

    public ReleaseTerms {
        shift = List.copyOf(shift);
        int before = 0;
        for (int percent : shift) {
            if (percent <= before || percent > Weights.WHOLE) {
                throw new FailureException(new Failure.Rejected(
                        "The steps of a shift are whole numbers of percent, each larger than the one before, up to 100: "
                                + "5,25,50,100 for one. Given was " + words(shift) + ".",
                        ""));
            }
            before = percent;
        }
        if (shift.isEmpty()) {
            throw new FailureException(
                    new Failure.Rejected("A shift has at least one step: 100 moves everything at once.", ""));
        }
    }

    private static String words(List<Integer> shift) {
        return String.join(",", shift.stream().map(String::valueOf).toList());
    }

    /** Whether the new colour has everything at the end. */
    public boolean endsInAll() {
        return shift.getLast() == Weights.WHOLE;
    }
}
