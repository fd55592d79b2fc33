package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import slipway.async.Cancellation;
import slipway.model.DeployProgress;

/** A write on its way: its progress is shown, the first Ctrl-C asks it to stop, the second ends the program. */
final class Undertaking {
    /** What is carried out. */
    @FunctionalInterface
    interface Deed {
        DeployProgress carryOut(Consumer<DeployProgress> progress, Cancellation cancellation);
    }

    private final Tools tools;

    Undertaking(Tools tools) {
        this.tools = tools;
    }

    /**
     * @param title what is done, for the head of the progress: "Deploying dev on the local cloud"
     * @param known notes that were said before
     */
    DeployProgress carryOut(String title, List<String> known, Deed deed) {
        var cancellation = new Cancellation();
        boolean redraws = tools.context().terminal().canRedraw();
        try (var view = ProgressView.of(tools.context(), title, known);
                var _ = FirstInterrupt.of(tools.context().terminal(), () -> {
                    cancellation.cancel();
                    if (!redraws) {
                        tools.answers()
                                .say(
                                        "Cancelling: nothing further is started. A second interrupt ends this command at once.");
                    }
                })) {
            return deed.carryOut(view, cancellation);
        }
    }

    /** Reports a failure, the cause first, set off from the progress above it. */
    void report(DeployProgress ended) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        ended.failure().ifPresent(failure -> lines.addAll(FailureReport.lines(failure)));
        tools.answers().say(lines);
    }
}
