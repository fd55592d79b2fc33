package slipway.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import slipway.async.Cancellable;
import slipway.async.Timer;
import slipway.cloud.LocalCloudException;
import slipway.cloud.LocalCloudLauncher;
import slipway.cloud.LocalEndpoint;
import slipway.cloud.aws.LocalEndpointFiles;

/**
 * The local cloud as a process of its own: found by its files, started from this program's own class path, and detached
 * from the terminal, so that it outlives whoever started it.
 */
final class LocalCloudProcess implements LocalCloudLauncher {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    /** How long a holder of the state folder that is starting itself is waited for before the next try. */
    private static final Duration HOLDER_ANSWERS_WITHIN = Duration.ofSeconds(3);

    private static final int ATTEMPTS = 40;
    private static final Duration LOOK_EVERY = Duration.ofMillis(40);
    /** A task may take its whole stop time-out, at most 120 s, and the tasks stop side by side. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(150);

    private static final int LOG_LINES_SHOWN = 8;
    private static final long LOG_KEPT = 4L << 20;

    private final Path stateFolder;
    private final Timer timer;
    private final LocalEndpointFiles files;

    LocalCloudProcess(Path stateFolder, Timer timer) {
        this.stateFolder = stateFolder;
        this.timer = timer;
        this.files = new LocalEndpointFiles(stateFolder);
    }

    @Override
    public Optional<LocalEndpoint> running() {
        if (handle().isEmpty()) {
            return Optional.empty();
        }
        return files.read().filter(LocalCloudProcess::answers);
    }

    @Override
    public synchronized LocalEndpoint ensureRunning() {
        return running().orElseGet(this::start);
    }

    /** Asks it to end and waits until it has; false when none runs. */
    boolean stop() {
        Optional<ProcessHandle> process = handle();
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException slow) {
            throw new LocalCloudException(
                    "the local cloud (process " + process.get().pid() + ") did not end within "
                            + STOP_WITHIN.toSeconds() + " s; its log " + log() + " may say why",
                    slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The process that endpoint.json names, when it is still the one that wrote it: a pid alone may have been reused. */
    Optional<ProcessHandle> handle() {
        Path endpoint = stateFolder.resolve("endpoint.json");
        if (!Files.exists(endpoint)) {
            return Optional.empty();
        }
        try {
            JsonNode document = JsonMapper.builder().build().readTree(Files.readAllBytes(endpoint));
            long started = document.path("started").asLong();
            return ProcessHandle.of(document.path("pid").asLong())
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(instant -> instant.toEpochMilli() == started)
                            .orElse(true));
        } catch (java.nio.file.NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new LocalCloudException(endpoint + " cannot be read; remove it and start again", unreadable);
        }
    }

    private static boolean answers(LocalEndpoint endpoint) {
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(ANSWER_WITHIN)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(endpoint.url() + "/_slipway/now"))
                    .timeout(ANSWER_WITHIN)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException unreachable) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private LocalEndpoint start() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<LocalEndpoint> started = endpointOf(launch());
            if (started.isPresent()) {
                return started.get();
            }
        }
        throw new LocalCloudException(
                "another local cloud holds " + stateFolder + " but does not answer. " + lastLines());
    }

    private Process launch() {
        try {
            Files.createDirectories(stateFolder);
            if (Files.exists(log()) && Files.size(log()) > LOG_KEPT) {
                Files.delete(log());
            }
            var builder = new ProcessBuilder(command());
            // glibc gives every thread an arena of its own, and keeps what was freed in it.
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            return builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException failed) {
            throw new LocalCloudException("the local cloud cannot be started: " + failed.getMessage(), failed);
        }
    }

    /**
     * Waits until a local cloud answers, this process or another one. Empty when this process found the state folder
     * held and the holder does not answer within a while: it may be on its way out, and a new try finds the folder free.
     */
    private Optional<LocalEndpoint> endpointOf(Process process) {
        var ready = new CompletableFuture<LocalEndpoint>();
        Cancellable looking = timer.every(LOOK_EVERY, () -> running().ifPresent(ready::complete));
        try {
            CompletableFuture.anyOf(ready, process.onExit()).get(START_WITHIN.toSeconds(), TimeUnit.SECONDS);
            if (!ready.isDone() && process.exitValue() != ForegroundLocalCloud.FOLDER_HELD) {
                throw new LocalCloudException(
                        "the local cloud ended with status " + process.exitValue() + " while starting. " + lastLines());
            }
            return Optional.of(ready.get(HOLDER_ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            throw new LocalCloudException("the local cloud cannot be started: " + failed.getCause(), failed);
        } catch (TimeoutException slow) {
            if (!process.isAlive()) {
                return Optional.empty();
            }
            process.destroy();
            throw new LocalCloudException(
                    "the local cloud did not answer within " + START_WITHIN.toSeconds() + " s. " + lastLines(), slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted while the local cloud was starting", interrupted);
        } finally {
            looking.cancel();
        }
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            // A session of its own: Ctrl-C in the terminal that started it must not reach it.
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xms24m",
                "-Xmx128m",
                "-Xss512k",
                // The second compiler tier takes some 50 MB of its own, and nothing here runs hot for long.
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "local"));
        return command;
    }

    private Path log() {
        return stateFolder.resolve("local-cloud.log");
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return "Its log " + log() + " ends with:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException unreadable) {
            return "It left no log at " + log() + ".";
        }
    }
}
