package slipway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import slipway.async.ManualTimer;
import slipway.async.Timer;
import slipway.cloud.LocalCloudException;
import slipway.cloud.LocalCloudLauncher;
import slipway.cloud.LocalEndpoint;
import slipway.cloud.Target;
import slipway.ui.Samples;

/** Runs command lines in this process, with everything around them replaced. */
final class CommandRun {
    final FakeTerminal terminal = new FakeTerminal();
    final FakeDeeds deeds = new FakeDeeds();
    final ManualTimer timer = new ManualTimer();
    Timer waiting = timer;
    final List<Target> targets = new ArrayList<>();
    final List<String> served = new ArrayList<>();
    final List<String> opened = new ArrayList<>();
    boolean cloudRuns = true;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    int run(String... arguments) {
        var context = new CommandContext(
                target -> {
                    throw new AssertionError("the fake deeds connect to nothing, yet " + target + " was asked for");
                },
                new Launcher(),
                new Server(),
                (target, environment) -> {
                    opened.add(target.label() + " " + environment);
                    return 0;
                },
                Path.of("/project"),
                waiting,
                () -> Samples.at(24),
                new PrintWriter(out),
                new PrintWriter(err),
                terminal);
        return SlipwayCommand.run(
                context,
                target -> {
                    targets.add(target);
                    return deeds;
                },
                arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    List<String> outLines() {
        return out().lines().toList();
    }

    List<String> errLines() {
        return err().lines().toList();
    }

    JsonNode json() {
        try {
            return JsonMapper.builder().build().readTree(out());
        } catch (JsonProcessingException wrong) {
            throw new AssertionError("no JSON document: " + out(), wrong);
        }
    }

    private final class Launcher implements LocalCloudLauncher {
        @Override
        public LocalEndpoint ensureRunning() {
            if (!cloudRuns) {
                throw new LocalCloudException("the local cloud cannot be started: no room");
            }
            return new LocalEndpoint(
                    URI.create("http://127.0.0.1:4321"), 7, "eu-west-1", 10, "AKIALOCAL", "it's/secret");
        }

        @Override
        public Optional<LocalEndpoint> running() {
            return cloudRuns ? Optional.of(ensureRunning()) : Optional.empty();
        }
    }

    private final class Server implements LocalCloudServer {
        @Override
        public int run(double clockFactor, OptionalInt port) {
            served.add("run " + clockFactor + " " + port);
            return 0;
        }

        @Override
        public boolean stop() {
            served.add("stop");
            return cloudRuns;
        }
    }
}
