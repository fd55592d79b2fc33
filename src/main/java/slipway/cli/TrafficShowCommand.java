package slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.ReleaseStatus;
import slipway.model.TrafficStatus;

/** {@code slipway traffic show}. */
@Command(
        name = "show",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Prints each tier's rule: weights, what was observed since the last move, what stands in the way of another, and"
                    + " the last moves."
        })
final class TrafficShowCommand implements Callable<Integer> {
    private final Tools tools;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    TrafficShowCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        try (Deeds deeds = tools.open(target)) {
            TrafficStatus status = deeds.traffic(tools.options().environment());
            String options = tools.options().repeated();
            ReleaseStatus releases = ReleaseHints.read(deeds, status.environment(), status.readAt());
            if (tools.answers().json()) {
                tools.answers().document(TrafficDocument.of(status, releases, options));
            } else {
                tools.answers().text(TrafficText.lines(status, releases, target, options));
            }
            return ExitStatus.DONE;
        }
    }
}
