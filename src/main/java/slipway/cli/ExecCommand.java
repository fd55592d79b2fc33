package slipway.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.SessionCheck;
import slipway.model.SessionTask;
import slipway.operations.sessions.Sessions;

/** {@code slipway exec}. */
@Command(
        name = "exec",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Runs irb, or another program, in a running task, in this terminal.",
            "Without a terminal, input is read to its end and output is written as it comes:"
                    + " echo 'puts 1+1' | slipway exec -- irb"
        },
        footer = {
            "",
            "Exit status: 0 when the program has ended, 1 when the session could not be opened or was lost, 2 wrong"
                    + " usage, 130 for Ctrl-C while it connects. What the program itself ended with is not known."
        })
final class ExecCommand implements Callable<Integer> {
    private final Tools tools;

    @Mixin
    private final TaskOptions task = new TaskOptions();

    @Option(
            names = "--doctor",
            description =
                    "Open nothing: look at everything that a session on the task needs, and say what stands in the"
                            + " way.")
    private boolean doctor;

    @Parameters(
            paramLabel = "PROGRAM",
            arity = "0..*",
            description = "The program and its arguments, after --; irb unless given. One word with spaces is taken as"
                    + " the whole line. There is no shell around it: for one, -- sh -c '...'")
    private List<String> program = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    ExecCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() throws InterruptedException {
        Target target = tools.target(spec.commandLine());
        String line = line();
        try (Deeds deeds = tools.open(target)) {
            SessionDeeds sessions = deeds.sessions();
            SessionTask chosen = task.chosen(sessions, tools.options().environment());
            return doctor
                    ? examine(sessions, chosen)
                    : new ExecRun(tools, sessions, chosen, line, spec.qualifiedName()).run();
        }
    }

    private String line() {
        if (doctor && !program.isEmpty()) {
            throw wrong("--doctor opens no session: leave out " + String.join(" ", program));
        }
        if (!doctor && tools.answers().json()) {
            throw wrong("--output json is of use only with --doctor: a session's output is what its program writes");
        }
        if (program.isEmpty()) {
            return Sessions.COMMAND;
        }
        String line = ProgramWords.joined(program);
        if (line.isBlank()) {
            throw wrong("The program to run is empty: name one after --, or leave it out for irb");
        }
        return line;
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    private int examine(SessionDeeds sessions, SessionTask chosen) {
        List<SessionCheck> checks = sessions.examine(chosen, Optional.empty());
        if (tools.answers().json()) {
            tools.answers().document(DoctorDocument.of(chosen, checks));
        } else {
            tools.answers().text(DoctorText.lines(chosen, checks));
        }
        boolean bad = checks.stream().anyMatch(check -> check.verdict() == SessionCheck.Verdict.BAD);
        return bad ? ExitStatus.FAILED : ExitStatus.DONE;
    }
}
