package slipway.operations.build;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.async.Cancellation;
import slipway.model.ReadinessCheck;
import slipway.model.ReadinessCheck.State;

/** Measures whether this machine can run the application: the programs that its images name, the port, the disk. */
public final class LocalReadiness {
    private static final int PUBLIC_PORT = 7777;
    private static final long LITTLE_DISK = 1L << 30;
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");
    private static final List<String> GEMS = List.of("puma", "sinatra", "redis");

    private final Commands commands;

    public LocalReadiness() {
        this(new SystemCommands());
    }

    LocalReadiness(Commands commands) {
        this.commands = commands;
    }

    /**
     * Measures now; takes a second or so.
     *
     * @param state the folder that the local cloud keeps its state in; it need not exist
     * @param ownPort whether the local cloud itself serves the public port, so that it counts as free
     */
    public List<ReadinessCheck> measure(Path state, boolean ownPort) {
        var checks = new ArrayList<ReadinessCheck>();
        checks.add(program("Ruby", List.of("ruby", "--version"), "apt-get install ruby"));
        checks.add(gems());
        checks.add(program("redis-server", List.of("redis-server", "--version"), "apt-get install redis-server"));
        checks.add(port(ownPort));
        checks.add(disk(state));
        return List.copyOf(checks);
    }

    private ReadinessCheck program(String name, List<String> command, String remedy) {
        Optional<String> output = output(command);
        Optional<String> version =
                output.map(VERSION::matcher).filter(Matcher::find).map(Matcher::group);
        return version.map(found -> new ReadinessCheck(name, State.READY, found, ""))
                .orElseGet(() -> new ReadinessCheck(name, State.MISSING, "not on the PATH", "Install it: " + remedy));
    }

    private ReadinessCheck gems() {
        String name = "Puma, Sinatra, redis gem";
        String script = "%w[" + String.join(" ", GEMS) + "].each { |gem| "
                + "spec = Gem.loaded_specs[gem] || (Gem::Specification.find_by_name(gem) rescue nil); "
                + "puts(spec ? spec.version : \"no #{gem}\") }";
        Optional<String> output = output(List.of("ruby", "-e", script));
        List<String> found =
                output.map(text -> text.lines().map(String::strip).toList()).orElse(List.of());
        if (found.size() == GEMS.size() && found.stream().noneMatch(line -> line.startsWith("no "))) {
            return new ReadinessCheck(name, State.READY, String.join(", ", found), "");
        }
        String missing = found.isEmpty() ? "needs Ruby" : String.join(", ", found);
        return new ReadinessCheck(
                name, State.MISSING, missing, "Install them: apt-get install puma ruby-sinatra ruby-redis");
    }

    private Optional<String> output(List<String> command) {
        try {
            Commands.Result result = commands.run(command, Path.of("."), Optional.empty(), new Cancellation());
            return result.succeeded() ? Optional.of(result.output()) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static ReadinessCheck port(boolean ownPort) {
        String name = "Port " + PUBLIC_PORT;
        if (ownPort) {
            return new ReadinessCheck(name, State.READY, "served by the local cloud", "");
        }
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), PUBLIC_PORT));
            return new ReadinessCheck(name, State.READY, "free", "");
        } catch (IOException taken) {
            return new ReadinessCheck(
                    name, State.LIMITED, "taken", "Another program has it; the next free port is used and shown.");
        }
    }

    private static ReadinessCheck disk(Path state) {
        Path existing = state.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String found = free >= 10L << 30 ? (free >> 30) + " GB free" : (free >> 20) + " MB free";
            return free >= LITTLE_DISK
                    ? new ReadinessCheck("Disk", State.READY, found, "")
                    : new ReadinessCheck("Disk", State.LIMITED, found, "Make room on the disk of " + existing + ".");
        } catch (IOException unreadable) {
            return new ReadinessCheck(
                    "Disk", State.LIMITED, "cannot be measured", "Look at the disk of " + existing + ".");
        }
    }
}
