package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import slipway.model.DeployProgress.DeployFailure;
import slipway.model.Failure;

/** What went wrong, as lines: the cause is the first of them, everything else is indented below it. */
final class FailureReport {
    private static final String INDENT = "  ";

    private FailureReport() {}

    static List<String> lines(DeployFailure failure) {
        List<String> lines = new ArrayList<>();
        lines.add(failure.cause());
        if (!failure.stack().isEmpty()) {
            lines.add(INDENT + "in " + failure.stack()
                    + (failure.logicalId().isEmpty() ? "" : ", resource " + failure.logicalId()));
        }
        failure.chain().forEach(event -> lines.add(INDENT + "then: " + event));
        if (!failure.logLines().isEmpty()) {
            lines.add(INDENT + "its last lines:");
            failure.logLines().forEach(line -> lines.add(INDENT + INDENT + "| " + line));
        }
        if (!failure.remedy().isEmpty()) {
            lines.add(INDENT + "what helps: " + failure.remedy());
        }
        return lines;
    }

    static List<String> lines(Failure failure, boolean verbose) {
        List<String> lines = new ArrayList<>(failure.message().lines().toList());
        if (verbose) {
            failure.detail().lines().forEach(line -> lines.add(INDENT + line));
        }
        return lines;
    }
}
