package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.SystemTimer;
import slipway.localcloud.logs.LocalLogs;
import slipway.localcloud.process.ChildProcesses;
import slipway.localcloud.process.ChildSpec;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** From what a process writes to what CloudWatch Logs answers. */
@NullMarked
class TaskOutputTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final SystemTimer timer = new SystemTimer();
    private final InstantSource wall = InstantSource.system();

    @SuppressWarnings("NullAway.Init")
    private ChildProcesses processes;

    @SuppressWarnings("NullAway.Init")
    private LocalLogs logs;

    @SuppressWarnings("NullAway.Init")
    private CloudClock clock;

    @BeforeEach
    void open() {
        processes = new ChildProcesses(new StateFolder(folder), timer);
        clock = new CloudClock(wall, timer, 10, wall.instant());
        logs = new LocalLogs(Place.LOCAL, clock, new StateFolder(folder));
        logs.createLogGroup(request -> request.logGroupName("/dev/api"));
    }

    @AfterEach
    void close() {
        processes.close();
        timer.close();
    }

    @Test
    void everyLine_arrivesInOrder_whenAProcessWritesAsFastAsItCan() throws Exception {
        List<String> read = write("seq 1 200000; printf 'no end'");

        assertThat(read).hasSize(200_001).endsWith("200000", "no end");
        assertThat(IntStream.range(0, 200_000).allMatch(index -> read.get(index).equals(String.valueOf(index + 1))))
                .isTrue();
    }

    @Test
    void bytesThatAreNoText_harmNothing() throws Exception {
        List<String> read = write("head -c 400000 /dev/urandom; echo; echo after");

        assertThat(read).hasSizeGreaterThan(2).endsWith("after");
    }

    @Test
    void lineWithoutEnd_comesInPieces() throws Exception {
        List<String> read = write("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo after");

        assertThat(read).hasSize(5).endsWith("after");
        assertThat(String.join("", read.subList(0, 4))).isEqualTo("x".repeat(1_000_000));
    }

    private List<String> write(String script) throws Exception {
        var container = ContainerDefinition.builder()
                .name("api")
                .logConfiguration(log -> log.logDriver("awslogs")
                        .options(Map.of("awslogs-group", "/dev/api", "awslogs-stream-prefix", "api")))
                .build();
        try (LogShipper shipper = LogShipper.open(logs, clock, container, "0123")) {
            var child = processes.start(new ChildSpec("task", List.of("sh", "-c", script), folder, Map.of()), shipper);
            assertThat(child.exit().get(60, TimeUnit.SECONDS)).isZero();
        }
        return read();
    }

    private List<String> read() {
        List<String> lines = new ArrayList<>();
        @Nullable String token = null;
        while (true) {
            String asked = token;
            GetLogEventsResponse page = logs.getLogEvents(request -> request.logGroupName("/dev/api")
                    .logStreamName("api/api/0123")
                    .startFromHead(true)
                    .nextToken(asked));
            page.events().stream().map(OutputLogEvent::message).forEach(lines::add);
            if (page.nextForwardToken().equals(asked)) {
                return lines;
            }
            token = page.nextForwardToken();
        }
    }
}
