package slipway.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import slipway.cloud.LocalCloudException;
import slipway.cloud.NoRegionException;
import slipway.model.Failure;
import slipway.model.FailureException;

/** {@code slipway}: without a command it opens the console. */
@Command(
        name = "slipway",
        description = "Deploys and operates one application on ECS: on this machine, or on AWS.",
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        versionProvider = SlipwayCommand.Version.class,
        footer = {
            "",
            "Without a command the console opens. Exit status: 0 done, 1 failed, 2 wrong usage, 3 refused by a guard."
        })
public final class SlipwayCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private TargetOptions options = new TargetOptions();

    private SlipwayCommand(CommandContext context) {
        this.context = context;
    }

    /** The command line, ready for {@code execute(arguments)}, whose result is the exit status. */
    public static CommandLine commandLine(CommandContext context) {
        var local = new CommandLine(new LocalCommand(context))
                .addSubcommand(new LocalCommand.Stop(context))
                .addSubcommand(new LocalCommand.Env(context));
        return new CommandLine(new SlipwayCommand(context))
                .addSubcommand(new DeployCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new DeleteCommand(context))
                .addSubcommand(local)
                .setOut(context.out())
                .setErr(context.err())
                .setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, context.err()));
    }

    @Override
    public Integer call() {
        return context.console().open(options.target(), options.environment());
    }

    /** The cause is the first line; what is technical comes after it. Mistakes of the program itself keep their trace. */
    private static int report(Exception thrown, PrintWriter err) throws Exception {
        switch (thrown) {
            case FailureException failed -> {
                Failure failure = failed.failure();
                err.println(failure.message());
                failure.detail().lines().forEach(line -> err.println("  " + line));
            }
            case LocalCloudException failed -> err.println(failed.getMessage());
            case NoRegionException failed -> err.println(failed.getMessage());
            default -> throw thrown;
        }
        err.flush();
        return ExitStatus.FAILED;
    }

    /** Reads the version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SlipwayCommand.class.getPackage().getImplementationVersion();
            return new String[] {"slipway " + (version == null ? "(from its classes)" : version)};
        }
    }
}
