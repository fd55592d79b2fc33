package slipway.operations.services;

import java.util.function.Supplier;
import slipway.operations.Failures;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads of things that may go away between two calls, as while an environment is being deleted. */
final class Vanishing {
    private Vanishing() {}

    /** What the calls give; the other value when what they ask for is not there (any more). */
    static <T> T or(T gone, Supplier<T> calls) {
        try {
            return calls.get();
        } catch (AwsServiceException refused) {
            if (Failures.code(refused).contains("NotFound")) {
                return gone;
            }
            throw refused;
        }
    }
}
