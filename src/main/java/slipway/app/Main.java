package slipway.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import slipway.async.ProcessExit;
import slipway.async.SystemTimer;
import slipway.cli.CommandContext;
import slipway.cli.SlipwayCommand;
import slipway.cli.SystemTerminal;
import slipway.cloud.aws.SdkCloudConnector;
import slipway.ui.shell.Console;

/** The entry point of the console, of the command line and of the local cloud, and the composition root of all three. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        configureLog(List.of(arguments).contains("local"));
        System.exit(run(arguments));
    }

    private static int run(String... arguments) {
        Path stateFolder = StateFolderPath.of(System.getenv(), System.getProperty("user.home"));
        Path home = Path.of(System.getProperty("slipway.home", "."))
                .toAbsolutePath()
                .normalize();
        InstantSource wall = InstantSource.system();
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        try (var timer = new SystemTimer()) {
            var process = new LocalCloudProcess(stateFolder, timer);
            var context = new CommandContext(
                    new SdkCloudConnector(process, wall),
                    process,
                    new ForegroundLocalCloud(stateFolder, process, wall, err),
                    (target, environment) -> {
                        var composition = new ConsoleComposition(process, stateFolder, home, timer, wall);
                        ProcessExit.before("sessions end", composition::endSessions);
                        Console.launch(composition, target, environment);
                        return 0;
                    },
                    home,
                    timer,
                    wall,
                    out,
                    err,
                    new SystemTerminal(System.in, new FileOutputStream(FileDescriptor.out), err, System.getenv()));
            return SlipwayCommand.run(context, arguments);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** One line a record. The local cloud tells what it does; the command line only what goes wrong inside it. */
    private static void configureLog(boolean localCloud) {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
        }
        var root = java.util.logging.Logger.getLogger("");
        root.setLevel(localCloud ? java.util.logging.Level.INFO : java.util.logging.Level.SEVERE);
    }
}
