package slipway.localcloud.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.async.Timer;
import slipway.localcloud.state.StateFolder;

/**
 * Starts processes and keeps hold of them. Each is the leader of a session of its own and gets SIGKILL from the kernel
 * when this program dies. That signal is bound to the <em>thread</em> that started the process, so one platform thread
 * starts them all and lives as long as this object. What those processes start gets SIGKILL from the {@link Watchdog},
 * which knows it by a mark in its environment.
 */
public final class ChildProcesses implements AutoCloseable {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG");
    private static final Map<String, String> PACKAGES = Map.of("env", "coreutils", "sh", "dash");
    private static final String FALLBACK_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    private final Timer timer;
    private final Map<String, String> own;
    private final Leftovers leftovers;
    private final Path folder;
    private final Mark run;
    private @Nullable Watchdog watchdog;
    private final OwnerUsages usages = new OwnerUsages();
    private final Set<Child> children = ConcurrentHashMap.newKeySet();
    private final ExecutorService spawner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("spawner").daemon(true).factory());

    /** Ends what an earlier run with this state folder left behind. */
    public ChildProcesses(StateFolder state, Timer timer) {
        this(state, timer, System.getenv());
    }

    ChildProcesses(StateFolder state, Timer timer, Map<String, String> own) {
        this.timer = timer;
        this.own = own;
        this.folder = state.folder("processes");
        var all = Mark.ofFolder(folder);
        this.leftovers = new Leftovers(folder, all);
        leftovers.sweep();
        this.run = all.newRun();
    }

    /**
     * Starts a process; standard error goes with standard output, standard input is empty.
     *
     * @param lines gets each line of output without its line end, on one thread, in order; must not block for long
     * @throws ChildStartException the program or folder does not exist, or setsid, setpriv or env are missing
     */
    public Child start(ChildSpec spec, Consumer<String> lines) throws ChildStartException {
        return start(spec, spec.command(), ProcessBuilder.Redirect.PIPE, lines);
    }

    /**
     * Starts a process at a terminal, which becomes the controlling one of its session: keys such as Ctrl-C become signals.
     *
     * @param terminal the device that the process reads and writes, {@code /dev/pts/N}; no other session's yet
     * @throws ChildStartException as {@link #start(ChildSpec, Consumer)}
     */
    public Child startAtTerminal(ChildSpec spec, Path terminal) throws ChildStartException {
        // The new session's own leader opens the terminal. Opened here, it could become that of this program, if this
        // leads
        // a session without one.
        List<String> command =
                new ArrayList<>(List.of(tool("sh"), "-c", "exec \"$@\" 0<>\"$0\" 1>&0 2>&0", terminal.toString()));
        command.addAll(spec.command());
        return start(spec, command, ProcessBuilder.Redirect.DISCARD, line -> {});
    }

    private Child start(ChildSpec spec, List<String> program, ProcessBuilder.Redirect output, Consumer<String> lines)
            throws ChildStartException {
        Map<String, String> environment = environment(spec.environment());
        String path = environment.getOrDefault("PATH", FALLBACK_PATH);
        if (!Files.isDirectory(spec.folder())) {
            throw new ChildStartException("the working folder " + spec.folder() + " does not exist");
        }
        String name = spec.command().getFirst();
        Programs.require(name, spec.folder(), path);
        List<String> command = new ArrayList<>(List.of(tool("setsid"), "--", tool("setpriv"), "--pdeathsig", "KILL"));
        // What this program was told to ignore, by nohup or by a shell that began it in the background, its children
        // would ignore too. A container's do not; Ctrl-C and a hang-up would do nothing.
        command.addAll(List.of("--", tool("env"), "--default-signal"));
        command.addAll(program);
        var builder = new ProcessBuilder(command)
                .directory(spec.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Mark mark = run.newChild();
        mark.putInto(builder.environment());
        watch(Path.of(command.getFirst()));
        Process process = spawn(builder, name);
        leftovers.remember(process.pid(), spec.owner());
        var child = new Child(process, spec.owner(), mark, timer);
        children.add(child);
        child.watch(lines, () -> {
            children.remove(child);
            leftovers.forget(child.pid());
        });
        return child;
    }

    /** Whether a program of this name is on the PATH that processes get. */
    public boolean isInstalled(String program) {
        return Programs.find(program, own.getOrDefault("PATH", FALLBACK_PATH)).isPresent();
    }

    /**
     * What each owner's processes use now, from one look at the process table. CPU time counts those that have ended too, as
     * they were last seen, so that it does not shrink while others of the owner's live.
     */
    public Map<String, Usage> usageByOwner() {
        return usages.of(List.copyOf(children));
    }

    /** Kills whatever still runs, and waits for its end. */
    @Override
    public void close() {
        List<Child> left = List.copyOf(children);
        left.forEach(Child::kill);
        try {
            CompletableFuture.allOf(left.stream().map(Child::exit).toArray(CompletableFuture[]::new))
                    .get(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unkillable) {
            // A process in uninterruptible sleep ends when the kernel lets go of it; the next sweep looks again.
        }
        spawner.shutdown();
        synchronized (this) {
            if (watchdog != null) {
                watchdog.close();
            }
        }
    }

    /** The process that ends the children after a kill of this one; 0 as long as nothing was started. */
    synchronized long watchdogPid() {
        return watchdog == null ? 0 : watchdog.pid();
    }

    /** No child without a watchdog. */
    private synchronized void watch(Path setsid) throws ChildStartException {
        try {
            if (watchdog == null) {
                watchdog = new Watchdog(setsid, folder, run, timer);
            }
            watchdog.start();
        } catch (IOException failed) {
            throw new ChildStartException("cannot start the watchdog of processes: " + failed.getMessage(), failed);
        }
    }

    private Process spawn(ProcessBuilder builder, String program) throws ChildStartException {
        try {
            return spawner.submit(builder::start).get();
        } catch (ExecutionException failed) {
            throw new ChildStartException("cannot start " + program + ": " + failed.getCause(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChildStartException("interrupted while starting " + program, interrupted);
        }
    }

    private String tool(String name) throws ChildStartException {
        return Programs.find(name, own.getOrDefault("PATH", FALLBACK_PATH))
                .orElseThrow(() -> {
                    String owner = PACKAGES.getOrDefault(name, "util-linux");
                    return new ChildStartException(
                            name + " is not on the PATH; it is part of " + owner + ": apt install " + owner);
                })
                .toString();
    }

    private Map<String, String> environment(Map<String, String> given) {
        Map<String, String> environment = new HashMap<>();
        for (String name : INHERITED) {
            String value = own.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(given);
        return environment;
    }
}
