package slipway.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.Failure;
import slipway.model.LogLevel;
import slipway.model.LogSource;
import slipway.model.Tier;
import slipway.model.TrafficGuard;
import slipway.model.TrafficRefusedException;
import slipway.model.WrongUsageException;
import slipway.operations.Failures;

/** {@code slipway}: without a command it opens the console. */
@Command(
        name = "slipway",
        versionProvider = SlipwayCommand.Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Deploys and operates an environment on ECS, on this machine's local cloud or on AWS.",
            "Without a command it opens the console."
        },
        footer = {
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage, 3 refused by a guard.",
            "Results go to standard output, progress and failures to standard error."
        })
public final class SlipwayCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final SharedOptions options = new SharedOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("UnusedVariable") // picocli reads it: the parser acts on it.
    private boolean version;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    private SlipwayCommand(CommandContext context) {
        this.context = context;
    }

    /** Runs one command line and returns its exit status; never throws. */
    public static int run(CommandContext context, String... arguments) {
        return run(context, target -> open(context, target), arguments);
    }

    static int run(CommandContext context, Function<Target, Deeds> deeds, String... arguments) {
        var root = new SlipwayCommand(context);
        var tools = new Tools(context, root.options, deeds, new Answers(context, root.options));
        var local = new CommandLine(new LocalCommand(tools))
                .addSubcommand(new LocalCommand.Stop(tools))
                .addSubcommand(new LocalCommand.Env(tools));
        var traffic = new CommandLine(new TrafficCommand())
                .addSubcommand(new TrafficShowCommand(tools))
                .addSubcommand(new TrafficMoveCommand.Set(tools))
                .addSubcommand(new TrafficMoveCommand.Promote(tools))
                .addSubcommand(new TrafficMoveCommand.Abort(tools));
        var release = new CommandLine(new ReleaseCommand(tools))
                .addSubcommand(new ReleaseShowCommand(tools))
                .addSubcommand(new ReleaseSteerCommand.Pause(tools))
                .addSubcommand(new ReleaseSteerCommand.Continue(tools))
                .addSubcommand(new ReleaseSteerCommand.Promote(tools))
                .addSubcommand(new ReleaseSteerCommand.Abort(tools))
                .addSubcommand(new ReleaseRetireCommand(tools));
        var line = new CommandLine(root)
                .addSubcommand(new DeployCommand(tools))
                .addSubcommand(new StatusCommand(tools))
                .addSubcommand(new LogsCommand(tools))
                .addSubcommand(new ExecCommand(tools))
                .addSubcommand(new ForwardCommand(tools))
                .addSubcommand(release)
                .addSubcommand(new RollbackCommand(tools))
                .addSubcommand(traffic)
                .addSubcommand(new DeleteCommand(tools))
                .addSubcommand(new RepairCommand(tools))
                .addSubcommand(local);
        converters(line);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(context.out())
                .setErr(context.err())
                .setParameterExceptionHandler((wrong, _) -> usage(context, wrong))
                .setExecutionExceptionHandler((thrown, command, _) -> root.failed(tools.answers(), thrown, command))
                .execute(arguments);
    }

    /** In the place of picocli's, which answer a wrong word with the names of Java's types. */
    private static void converters(CommandLine line) {
        line.registerConverter(Tier.class, new ChoiceConverter<>(Tier.class))
                .registerConverter(Colour.class, new ChoiceConverter<>(Colour.class))
                .registerConverter(LogSource.class, new ChoiceConverter<>(LogSource.class))
                .registerConverter(LogLevel.class, new ChoiceConverter<>(LogLevel.class))
                .registerConverter(SharedOptions.Where.class, new ChoiceConverter<>(SharedOptions.Where.class))
                .registerConverter(SharedOptions.Output.class, new ChoiceConverter<>(SharedOptions.Output.class))
                .registerConverter(CancelChoice.class, new ChoiceConverter<>(CancelChoice.class))
                .registerConverter(Integer.class, SlipwayCommand::whole)
                .registerConverter(Integer.TYPE, SlipwayCommand::whole);
    }

    private static Integer whole(String value) {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException none) {
            throw new TypeConversionException("'" + value + "' is no whole number");
        }
    }

    private static Deeds open(CommandContext context, Target target) {
        return new CloudDeeds(context.clouds().connect(target), context.timer(), context.clock());
    }

    @Override
    public Integer call() {
        return context.console().open(options.target(spec.commandLine()), options.environment());
    }

    private static int usage(CommandContext context, ParameterException wrong) {
        context.err().println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, context.err());
        context.err().println("See " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        context.err().flush();
        return ExitStatus.USAGE;
    }

    private int failed(Answers answers, Exception thrown, CommandLine command) {
        if (thrown instanceof TrafficRefusedException guarded) {
            answers.say(guarded.guards().stream()
                    .map(guard -> words(guard, command.getCommandSpec()))
                    .toList());
            return ExitStatus.REFUSED;
        }
        if (thrown instanceof RefusedException refused) {
            answers.say(String.valueOf(refused.getMessage()));
            return ExitStatus.REFUSED;
        }
        Optional<Failure> failure = Failures.of("do this", thrown);
        if (failure.isEmpty()) {
            return broken(answers, thrown);
        }
        answers.say(FailureReport.lines(failure.get(), options.verbose()));
        if (options.json()) {
            answers.document(FailureDocument.of(failure.get()));
        }
        return thrown instanceof WrongUsageException ? ExitStatus.USAGE : ExitStatus.FAILED;
    }

    /** A guard's words, with the option that lifts it where the command has it. */
    private static String words(TrafficGuard guard, CommandSpec command) {
        return switch (guard) {
            case TrafficGuard.LockHeld _ -> lifted(guard, command, "--take-over", " takes the lock away.");
            case TrafficGuard.NoHealthyTarget _,
                    TrafficGuard.NothingWeighted _,
                    TrafficGuard.Weighted _,
                    TrafficGuard.NotReleasable _ -> guard.words();
            case TrafficGuard.Sticky _, TrafficGuard.DeploymentRunning _ ->
                lifted(guard, command, "--force", " moves all the same.");
        };
    }

    private static String lifted(TrafficGuard guard, CommandSpec command, String option, String effect) {
        return guard.words() + (command.findOption(option) == null ? "" : " " + option + effect);
    }

    /** A mistake of the program itself: a person gets one line, and the rest where it was asked for. */
    private int broken(Answers answers, Exception thrown) {
        answers.say(
                "Slipway made a mistake of its own: " + thrown + (options.verbose() ? "" : " (--verbose shows where)"));
        if (options.verbose()) {
            thrown.printStackTrace(context.err());
            context.err().flush();
        }
        return ExitStatus.FAILED;
    }

    /** The version that the build wrote into the archive. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(
                            SlipwayCommand.class.getPackage().getImplementationVersion())
                    .orElse("(development)");
            return List.of("slipway " + version + ", Java " + Runtime.version()).toArray(String[]::new);
        }
    }
}
