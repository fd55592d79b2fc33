package slipway.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slipway.cloud.LocalEndpoint;

/** {@code slipway local}: the local cloud in the foreground. */
@Command(
        name = "local",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Runs the local cloud in the foreground until Ctrl-C.",
            "Other commands start it in the background when they need it, and leave it running."
        })
final class LocalCommand implements Callable<Integer> {
    private static final int SLOWEST = 1;
    private static final int FASTEST = 60;
    private static final int HIGHEST_PORT = 65_535;

    private final Tools tools;

    @Option(
            names = "--clock",
            paramLabel = "FACTOR",
            defaultValue = "10",
            description = "Cloud seconds per second for whatever would only make you wait, 1 to 60; 10 unless given.")
    private double clock;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the AWS endpoint on 127.0.0.1, 1 to 65535; a free one unless given.")
    private Optional<Integer> port = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    LocalCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        tools.options().refuseTarget(spec.commandLine());
        if (!(clock >= SLOWEST && clock <= FASTEST)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--clock " + (clock == Math.rint(clock) ? String.valueOf((long) clock) : String.valueOf(clock))
                            + ": the clock runs " + SLOWEST + " to " + FASTEST + " times as fast as real time.");
        }
        if (port.isPresent() && (port.get() < 1 || port.get() > HIGHEST_PORT)) {
            throw new ParameterException(
                    spec.commandLine(), "--port " + port.get() + ": ports go from 1 to " + HIGHEST_PORT + ".");
        }
        return tools.context().server().run(clock, port.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /** {@code slipway local stop}. */
    @Command(
            name = "stop",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description =
                    "Ends the local cloud and every process it runs. What is deployed comes back with its next start.")
    static final class Stop implements Callable<Integer> {
        private final Tools tools;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before call().
        private CommandSpec spec;

        Stop(Tools tools) {
            this.tools = tools;
        }

        @Override
        public Integer call() {
            tools.options().refuseTarget(spec.commandLine());
            boolean stopped = tools.context().server().stop();
            if (tools.answers().json()) {
                tools.answers().document(new Document(stopped));
            } else {
                tools.answers().text(List.of(stopped ? "The local cloud has ended." : "No local cloud was running."));
            }
            return ExitStatus.DONE;
        }

        /** @param stopped whether one was running */
        private record Document(boolean stopped) {}
    }

    /** {@code slipway local env}. */
    @Command(
            name = "env",
            sortOptions = false,
            usageHelpAutoWidth = true,
            description = {
                "Prints the AWS_* variables that point other tools at the local cloud, its secret key among them.",
                "In a shell: eval \"$(slipway local env)\""
            })
    static final class Env implements Callable<Integer> {
        private final Tools tools;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before call().
        private CommandSpec spec;

        Env(Tools tools) {
            this.tools = tools;
        }

        @Override
        public Integer call() {
            tools.options().refuseTarget(spec.commandLine());
            LocalEndpoint endpoint = tools.context().launcher().ensureRunning();
            if (tools.answers().json()) {
                tools.answers().document(Variables.of(endpoint));
            } else {
                tools.answers().text(Variables.of(endpoint).lines());
            }
            return ExitStatus.DONE;
        }
    }
}
