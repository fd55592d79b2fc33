package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

@NullMarked
class LogShipperTest {
    private final ManualTimer timer = new ManualTimer();
    private final CloudClock clock = new CloudClock(timer, timer, 10, timer.instant());
    private final Sink sink = new Sink();

    @Test
    void accept_whenLinesCome_sendsThemTogetherWithCloudTime() throws Exception {
        LogShipper shipper = open();
        timer.advance(Duration.ofSeconds(1));

        shipper.accept("one");
        shipper.accept("");
        shipper.accept("two");
        assertThat(sink.batches).isEmpty();
        timer.advance(Duration.ofMillis(200));

        assertThat(sink.stream).isEqualTo("api/api/0123");
        assertThat(sink.batches).singleElement().satisfies(batch -> {
            assertThat(batch).extracting(InputLogEvent::message).containsExactly("one", "two");
            assertThat(batch.getFirst().timestamp())
                    .isEqualTo(timer.instant().minusMillis(1200).plusSeconds(10).toEpochMilli());
        });
    }

    @Test
    void close_whenLinesWait_sendsThem() throws Exception {
        LogShipper shipper = open();
        shipper.accept("last words");

        shipper.close();

        assertThat(sink.messages()).containsExactly("last words");
    }

    @Test
    void accept_whenThereIsMoreThanACallTakes_sendsSeveral() throws Exception {
        LogShipper shipper = open();
        String line = "x".repeat(200_000);
        for (int count = 0; count < 6; count++) {
            shipper.accept(line);
        }

        shipper.close();

        assertThat(sink.batches).extracting(List::size).containsExactly(5, 1);
    }

    @Test
    void accept_whenTheBufferIsFull_sendsAtOnceAndLosesNothing() throws Exception {
        LogShipper shipper = open();
        for (int count = 0; count < 10; count++) {
            shipper.accept(count + "x".repeat(1_000_000));
        }
        assertThat(sink.messages()).hasSize(5);

        shipper.close();

        assertThat(sink.messages())
                .extracting(message -> message.charAt(0))
                .containsExactly('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
    }

    @Test
    void accept_whenTheDiskIsFull_goesOn() throws Exception {
        LogShipper shipper = open();
        sink.full = true;
        shipper.accept("lost");
        timer.advance(Duration.ofSeconds(1));
        sink.full = false;

        shipper.accept("kept");
        shipper.close();

        assertThat(sink.messages()).containsExactly("kept");
    }

    @Test
    void accept_whenTheGroupIsGone_goesOn() throws Exception {
        LogShipper shipper = open();
        sink.refusing = true;
        shipper.accept("lost");
        timer.advance(Duration.ofSeconds(1));
        sink.refusing = false;

        shipper.accept("kept");
        timer.advance(Duration.ofSeconds(1));

        assertThat(sink.messages()).containsExactly("kept");
    }

    @Test
    void open_whenTheDriverIsUnknown_namesIt() {
        var container = ContainerDefinition.builder()
                .name("api")
                .logConfiguration(log -> log.logDriver("splunk"))
                .build();

        assertThatThrownBy(() -> LogShipper.open(sink, clock, container, "0123"))
                .isInstanceOf(TaskStartFailure.class)
                .hasMessageContaining("splunk");
    }

    private LogShipper open() throws TaskStartFailure {
        var container = ContainerDefinition.builder()
                .name("api")
                .logConfiguration(log -> log.logDriver("awslogs")
                        .options(Map.of("awslogs-group", "/dev/api", "awslogs-stream-prefix", "api")))
                .build();
        return LogShipper.open(sink, clock, container, "0123");
    }

    private static final class Sink implements CloudWatchLogsClient {
        private final List<List<InputLogEvent>> batches = new ArrayList<>();
        private String stream = "";
        private boolean refusing;
        private boolean full;

        @Override
        public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
            stream = request.logStreamName();
            return CreateLogStreamResponse.builder().build();
        }

        @Override
        public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
            if (refusing) {
                throw ResourceNotFoundException.builder()
                        .message("The specified log group does not exist.")
                        .build();
            }
            if (full) {
                throw new UncheckedIOException("cannot write", new IOException("No space left on device"));
            }
            batches.add(request.logEvents());
            return PutLogEventsResponse.builder().build();
        }

        List<String> messages() {
            return batches.stream()
                    .flatMap(List::stream)
                    .map(InputLogEvent::message)
                    .toList();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing runs.
        }
    }
}
