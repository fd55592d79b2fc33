package slipway.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.async.AdvancingTimer;
import slipway.async.Cancellation;
import slipway.cloud.Target;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.model.LogNews;
import slipway.model.LogScope;
import slipway.model.LogSource;
import slipway.operations.FakeCloud;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

class LogFollowerTest {
    private static final EnvironmentName DEV = new EnvironmentName("dev");
    private static final LogScope BLUE = new LogScope(DEV, LogSource.API, Optional.of(Colour.BLUE), "");
    private static final Instant BEGAN = Instant.parse("2026-01-01T11:30:00Z");
    private static final long T = BEGAN.toEpochMilli();

    private final FakeLogGroups logs = new FakeLogGroups();
    private final FakeCloud cloud = new FakeCloud(new Target.Local(), new NoEcr());
    private final AdvancingTimer timer = new AdvancingTimer();
    private final Cancellation cancellation = new Cancellation();
    private final List<LogLine> lines = new ArrayList<>();
    private final List<LogNews.Trouble> troubles = new ArrayList<>();
    private int passes;

    @BeforeEach
    void give() {
        cloud.logs = Optional.of(logs);
    }

    @Test
    void line_saysWhoWroteItAndHowMuchItMatters() {
        logs.write("/dev/api-blue", "9c41e7d0a20", T, "n=13: this process crashes now, on purpose");

        read(BLUE);

        assertThat(lines).hasSize(1);
        LogLine line = lines.getFirst();
        assertThat(line.at()).isEqualTo(BEGAN);
        assertThat(line.source()).isEqualTo(LogSource.API);
        assertThat(line.colour()).isEqualTo(Colour.BLUE);
        assertThat(line.shortTask()).isEqualTo("9c41e7");
        assertThat(line.level()).isEqualTo(LogLevel.ERROR);
        assertThat(line.text()).isEqualTo("n=13: this process crashes now, on purpose");
    }

    @Test
    void everyLine_comesOnce_whenPassesOverlapAndPagesAreSmall() {
        logs.pageSize = 3;
        logs.groups.put("/dev/api-blue", new ArrayList<>());
        List<String> written = new ArrayList<>();
        follow(LogScope.of(DEV, LogSource.API), pass -> {
            for (int line = 0; line < 7; line++) {
                String group = line % 2 == 0 ? "/dev/api-blue" : "/dev/api-green";
                // Several at the same moment, and every third reaches its group ten seconds late.
                long at = T + pass * 1000L + line / 3 - (line % 3 == 0 ? 10_000 : 0);
                String text = "pass " + pass + " line " + line;
                logs.write(group, "t" + line % 2, Math.max(T, at), text);
                written.add(text);
            }
            return pass == 40;
        });

        assertThat(lines).extracting(LogLine::text).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void nothingIsLostOrDoubled_whenAPageIsRefusedMidway() {
        logs.pageSize = 5;
        IntStream.range(0, 23).forEach(line -> logs.write("/dev/api-blue", "t", T + line, "line " + line));
        logs.beforePage = () -> {
            if (logs.requests.size() == 3) {
                throw throttled();
            }
        };

        follow(BLUE, pass -> pass == 1);

        assertThat(troubles).hasSize(1);
        assertThat(lines).hasSize(23).extracting(LogLine::text).doesNotHaveDuplicates();
    }

    @Test
    void lines_areSortedAcrossColours() {
        logs.pageSize = 2;
        for (int line = 0; line < 9; line++) {
            logs.write(line % 2 == 0 ? "/dev/api-blue" : "/dev/api-green", "t", T + line, "line " + line);
        }

        read(LogScope.of(DEV, LogSource.API));

        assertThat(lines)
                .extracting(LogLine::text)
                .startsWith("line 0", "line 1", "line 2")
                .hasSize(9);
        assertThat(lines).isSortedAccordingTo(LogLine.BY_TIME);
    }

    @Test
    void start_movesOn_soThatOldLinesAreNotReadAgain() {
        logs.write("/dev/api-blue", "t", T, "line 0");
        follow(BLUE, pass -> {
            logs.write("/dev/api-blue", "t", T + pass * 60_000L, "line " + pass);
            return pass == 10;
        });

        long last = logs.requests.getLast().startTime();
        // Late by no more than three real seconds, at ten cloud seconds each.
        assertThat(last).isEqualTo(T + 9 * 60_000L - 30_000L);
    }

    @Test
    void overlap_shrinks_whenTooManyLinesLieInIt() {
        logs.pageSize = 10_000;
        IntStream.range(0, 50_000).forEach(line -> logs.write("/dev/api-blue", "t", T + line / 10, "x"));

        follow(BLUE, pass -> pass == 1);

        assertThat(lines).hasSize(50_000);
        assertThat(logs.requests.getLast().startTime()).isEqualTo(T + 3000);
    }

    @Test
    void task_isFollowedAlone() {
        logs.write("/dev/api-blue", "9c41e7d0a20", T, "mine");
        logs.write("/dev/api-blue", "4ad8f0b1c31", T, "another's");

        read(BLUE.ofTask("9c41e7"));

        assertThat(lines).extracting(LogLine::text).containsExactly("mine");
    }

    @Test
    void missingColour_hasNoLines_whenTheOtherIsThere() {
        logs.write("/dev/api-blue", "t", T, "here");

        read(LogScope.of(DEV, LogSource.API));

        assertThat(lines).hasSize(1);
    }

    @Test
    void missingLog_isNamed() {
        assertThatThrownBy(() -> read(new LogScope(DEV, LogSource.REDIS, Optional.empty(), "")))
                .isInstanceOfSatisfying(FailureException.class, failed -> {
                    assertThat(failed.failure()).isInstanceOf(Failure.NotFound.class);
                    assertThat(failed.failure().message())
                            .isEqualTo(
                                    "There are no logs of redis in dev yet: log group /dev/redis comes with its stack.");
                });
    }

    @Test
    void pauses_growAndShrinkAgain_whenThrottled() {
        logs.groups.put("/dev/api-blue", new ArrayList<>());
        logs.beforePage = () -> {
            if (logs.requests.size() <= 3) {
                throw throttled();
            }
        };

        follow(BLUE, pass -> pass == 2);

        assertThat(troubles)
                .extracting(LogNews.Trouble::nextTry)
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(8));
        assertThat(troubles.getFirst().failure()).isInstanceOf(Failure.Throttled.class);
    }

    @Test
    void stoppedTask_leavesAMarkWithItsExitAndReason() {
        logs.write("/dev/api-blue", "9c41e7d0a20", T + 1000, "n=13: this process crashes now, on purpose");
        cloud.tasks.add(Task.builder()
                .taskArn("arn:aws:ecs:eu-west-1:000000000000:task/dev/9c41e7d0a20")
                .taskDefinitionArn("arn:aws:ecs:eu-west-1:000000000000:task-definition/dev-api-blue:3")
                .group("service:dev-api-blue")
                .desiredStatus("STOPPED")
                .lastStatus("STOPPED")
                .startedAt(BEGAN)
                .executionStoppedAt(BEGAN.plusSeconds(2))
                .stopCode("EssentialContainerExited")
                .stoppedReason("Essential container in task exited")
                .containers(Container.builder().name("api").exitCode(1).build())
                .build());

        follow(BLUE, pass -> pass == 10);

        assertThat(lines)
                .extracting(LogLine::text)
                .containsExactly(
                        "— task started, dev-api-blue:3 —",
                        "n=13: this process crashes now, on purpose",
                        "— container api ended, exit 1; task stopped: Essential container in task exited —");
        assertThat(lines.getLast().level()).isEqualTo(LogLevel.ERROR);
        assertThat(lines.getLast().mark()).isTrue();
    }

    @Test
    void restartInPlace_isMarked_whenATaskBootsAgain() {
        String request = "127.0.0.1 - - [25/Nov/2026:02:28:46 +0000] \"GET / HTTP/1.1\" 200 11 0.0012";
        logs.write("/dev/api-blue", "a", T, "Puma starting in single mode...");
        logs.write("/dev/api-blue", "b", T + 1, request);
        logs.write("/dev/api-blue", "b", T + 2, "Puma starting in single mode...");
        logs.write("/dev/api-blue", "a", T + 3, "Puma starting in single mode...");
        logs.write("/dev/api-blue", "c", T + 4, "Puma starting in single mode...");

        read(BLUE);

        assertThat(lines)
                .filteredOn(LogLine::mark)
                .extracting(line -> line.task() + line.at().toEpochMilli() % 10 + " " + line.text())
                .containsExactly("b2 — container restarted in place —", "a3 — container restarted in place —");
    }

    private void read(LogScope scope) {
        new LogFollower(cloud, timer, timer, scope, BEGAN).read(lines::addAll, cancellation);
    }

    private interface Script {
        /** Writes before the pass of this number is over; answers whether that was the last. */
        boolean caughtUp(int pass);
    }

    private void follow(LogScope scope, Script script) {
        new LogFollower(cloud, timer, timer, scope, BEGAN)
                .follow(
                        news -> {
                            switch (news) {
                                case LogNews.Lines found -> lines.addAll(found.lines());
                                case LogNews.Trouble trouble -> {
                                    troubles.add(trouble);
                                    if (troubles.size() > 20) {
                                        cancellation.cancel();
                                    }
                                }
                                case LogNews.CaughtUp _ -> {
                                    // The pass after the last one shows what was written in it.
                                    if (ending) {
                                        cancellation.cancel();
                                    } else {
                                        ending = script.caughtUp(++passes);
                                    }
                                }
                            }
                        },
                        cancellation);
    }

    private boolean ending;

    private static RuntimeException throttled() {
        return CloudWatchLogsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ThrottlingException")
                        .errorMessage("Rate exceeded")
                        .build())
                .statusCode(400)
                .build();
    }

    private static final class NoEcr implements EcrClient {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
