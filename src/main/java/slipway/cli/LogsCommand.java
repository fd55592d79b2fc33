package slipway.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.LogFilter;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.model.LogSource;

/** {@code slipway logs}. */
@Command(
        name = "logs",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Prints what tasks wrote, with marks where they started and ended.")
final class LogsCommand implements Callable<Integer> {
    private final Tools tools;

    @Option(
            names = "--tier",
            paramLabel = "client|api|redis",
            description = "Whose lines: those of every task of a tier, or of Redis.")
    private Optional<LogSource> tier = Optional.empty();

    @Option(names = "--colour", paramLabel = "blue|green", description = "Those of one colour of the tier only.")
    private Optional<Colour> colour = Optional.empty();

    @Option(names = "--service", paramLabel = "NAME", description = "Those of a service, such as dev-api-blue.")
    private Optional<String> service = Optional.empty();

    @Option(names = "--task", paramLabel = "ID", description = "Those of one task, by its id or how that begins.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "SPAN",
            converter = SpanConverter.class,
            description = "How far back, such as 90s, 10m (the default), 2h or 1d, in the target's time.")
    private Duration since = Duration.ofMinutes(10);

    @Option(names = "--level", paramLabel = "info|warn|error", description = "Only lines that matter at least so much.")
    private LogLevel level = LogLevel.INFO;

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            description = "Only lines with this text, in any case, or that match a /pattern/.")
    private String text = "";

    @Option(names = "--follow", description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    LogsCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Target target = tools.target(spec.commandLine());
        LogFilter filter = filter();
        refuseContradictions();
        try (Deeds deeds = tools.open(target)) {
            LogScope scope = scope(deeds, tools.options().environment());
            if (follow) {
                follow(deeds, scope, filter);
            } else {
                deeds.readLogs(scope, since, lines -> print(lines, filter), new Cancellation());
            }
            return ExitStatus.DONE;
        }
    }

    private LogFilter filter() {
        LogFilter.Made made = LogFilter.of(level, text);
        return made.filter().orElseThrow(() -> wrong("--filter " + text + ": " + made.problem()));
    }

    private void refuseContradictions() {
        if (tier.isEmpty() && service.isEmpty() && task.isEmpty()) {
            throw wrong("Say whose lines: --tier client, api or redis, --service NAME or --task ID");
        }
        if (service.isPresent() && (tier.isPresent() || colour.isPresent())) {
            throw wrong("--service names a tier and a colour already: leave out --tier and --colour");
        }
        if (colour.isPresent() && tier.isEmpty()) {
            throw wrong("--colour is of use only with --tier client or api");
        }
        if (colour.isPresent() && tier.map(source -> !source.coloured()).orElse(false)) {
            throw wrong("--tier redis has no colours: leave out --colour");
        }
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    private LogScope scope(Deeds deeds, EnvironmentName environment) {
        Optional<LogScope> wide = service.map(name -> deeds.logsOfService(environment, name))
                .or(() -> tier.map(source -> new LogScope(environment, source, colour, "")));
        return task.map(id -> deeds.logsOfTask(environment, id, wide)).orElseGet(wide::orElseThrow);
    }

    private void follow(Deeds deeds, LogScope scope, LogFilter filter) {
        var cancellation = new Cancellation();
        var failure = new AtomicReference<@Nullable Failure>();
        try (var _ = FirstInterrupt.of(tools.context().terminal(), cancellation::cancel)) {
            deeds.followLogs(
                    scope,
                    since,
                    news -> {
                        switch (news) {
                            case LogNews.Lines found -> print(found.lines(), filter);
                            case LogNews.CaughtUp _ -> {}
                            case LogNews.Trouble trouble -> {
                                if (passes(trouble.failure())) {
                                    tools.answers().say(trouble.failure().message());
                                } else {
                                    failure.set(trouble.failure());
                                    cancellation.cancel();
                                }
                            }
                        }
                        // Whoever read this has gone, such as head after its lines.
                        if (tools.context().out().checkError()) {
                            cancellation.cancel();
                        }
                    },
                    cancellation);
        }
        Failure ended = failure.get();
        if (ended != null) {
            throw new FailureException(ended);
        }
    }

    /** Whoever follows wants to go on following when one reading fails in a way that passes. */
    private static boolean passes(Failure failure) {
        return failure instanceof Failure.Throttled || failure instanceof Failure.Unreachable;
    }

    private void print(List<LogLine> lines, LogFilter filter) {
        List<LogLine> shown = lines.stream().filter(filter::shows).toList();
        if (tools.answers().json()) {
            shown.forEach(line -> tools.answers().line(LogDocument.of(line)));
        } else if (!shown.isEmpty()) {
            tools.answers().text(shown.stream().map(LogLine::written).toList());
        }
    }
}
