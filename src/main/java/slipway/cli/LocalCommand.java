package slipway.cli;

import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slipway.cloud.LocalEndpoint;

/** {@code slipway local}: the local cloud itself. */
@Command(
        name = "local",
        description = "Runs the local cloud in the foreground. The other commands start one by themselves.",
        mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--clock",
            paramLabel = "FACTOR",
            defaultValue = "10",
            description = "Cloud seconds per real second, 1 to 60. Default: ${DEFAULT-VALUE}.")
    private double clock = 10;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the API on 127.0.0.1. Default: a free one.")
    private @Nullable Integer port;

    LocalCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!(clock >= 1 && clock <= 60)) {
            throw wrong("--clock " + clock + " is outside 1 to 60.");
        }
        if (port != null && (port < 1 || port > HIGHEST_PORT)) {
            throw wrong("--port " + port + " is outside 1 to " + HIGHEST_PORT + ".");
        }
        return context.server().run(clock, port == null ? OptionalInt.empty() : OptionalInt.of(port));
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    /** {@code slipway local stop} */
    @Command(
            name = "stop",
            description = "Ends the running local cloud. What is deployed comes back with the next start.",
            mixinStandardHelpOptions = true)
    static final class Stop implements Callable<Integer> {
        private final CommandContext context;

        Stop(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            boolean stopped = context.server().stop();
            context.out().println(stopped ? "The local cloud has ended." : "No local cloud runs.");
            context.out().flush();
            return ExitStatus.DONE;
        }
    }

    /** {@code slipway local env} */
    @Command(
            name = "env",
            description = {
                "Prints the variables that point other AWS tools at the local cloud, its secret key among them:",
                "eval \"$(slipway local env)\""
            },
            mixinStandardHelpOptions = true)
    static final class Env implements Callable<Integer> {
        private final CommandContext context;

        Env(CommandContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            LocalEndpoint endpoint = context.launcher().ensureRunning();
            var out = context.out();
            out.println("export AWS_ENDPOINT_URL='" + endpoint.url() + "'");
            out.println("export AWS_ACCESS_KEY_ID='" + endpoint.accessKeyId() + "'");
            out.println("export AWS_SECRET_ACCESS_KEY='" + endpoint.secretAccessKey() + "'");
            out.println("export AWS_REGION='" + endpoint.region() + "'");
            out.println("export AWS_DEFAULT_REGION='" + endpoint.region() + "'");
            // Either would be sent along, or win over the keys above.
            out.println("unset AWS_SESSION_TOKEN AWS_PROFILE");
            out.flush();
            return ExitStatus.DONE;
        }
    }
}
