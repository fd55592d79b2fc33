package slipway.ui.fx;

import java.io.PrintWriter;
import java.io.StringWriter;
import slipway.model.Failure;
import slipway.model.FailureException;

/** Puts what background work threw into words for the operator. */
public final class Failures {
    private Failures() {}

    /** The failure that operations reported, or, for a mistake in Slipway itself, one that says so and carries the trace. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof FailureException known) {
            return known.failure();
        }
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        String words = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        return new Failure.Rejected("Slipway itself made a mistake: " + words, trace.toString());
    }
}
