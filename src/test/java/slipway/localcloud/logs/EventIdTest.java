package slipway.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Whoever follows a log knows by the ids what it has seen: they may depend on nothing but the event. */
class EventIdTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private LocalLogs logs;

    @BeforeEach
    void createGroup() {
        logs = new LocalLogs(Place.LOCAL, new ManualTimer(), new StateFolder(folder));
        logs.createLogGroup(request -> request.logGroupName("/dev/api-blue"));
        for (String stream : List.of("api/api/1", "api/api/2")) {
            logs.createLogStream(
                    request -> request.logGroupName("/dev/api-blue").logStreamName(stream));
        }
        put("api/api/1", "one", 1000, "two", 1000, "three", 2000);
        put("api/api/2", "one", 1000, "four", 3000);
    }

    @Test
    void eventId_stays_whenLessIsAskedFor() {
        List<String> all = ids(request -> {});

        assertThat(all).hasSize(5).doesNotHaveDuplicates();
        assertThat(ids(request -> request.startTime(2000L))).isEqualTo(all.subList(3, 5));
        assertThat(ids(request -> request.filterPattern("two"))).containsExactly(all.get(1));
        assertThat(ids(request -> request.logStreamNames("api/api/2"))).containsExactly(all.get(2), all.get(4));
    }

    @Test
    void eventId_stays_whenMoreIsWritten() {
        List<String> before = ids(request -> {});

        put("api/api/1", "late", 1000, "five", 4000);

        assertThat(ids(request -> {})).hasSize(7).containsAll(before).doesNotHaveDuplicates();
    }

    private List<String> ids(java.util.function.Consumer<FilterLogEventsRequest.Builder> changes) {
        return logs
                .filterLogEvents(request -> {
                    request.logGroupName("/dev/api-blue");
                    changes.accept(request);
                })
                .events()
                .stream()
                .map(FilteredLogEvent::eventId)
                .toList();
    }

    private void put(String stream, Object... messagesAndTimes) {
        logs.putLogEvents(request ->
                request.logGroupName("/dev/api-blue").logStreamName(stream).logEvents(pairs(messagesAndTimes)));
    }

    private static List<InputLogEvent> pairs(Object... messagesAndTimes) {
        List<Object> values = Arrays.asList(messagesAndTimes);
        return java.util.stream.IntStream.range(0, values.size() / 2)
                .mapToObj(pair -> InputLogEvent.builder()
                        .message((String) values.get(2 * pair))
                        .timestamp(((Integer) values.get(2 * pair + 1)).longValue())
                        .build())
                .toList();
    }
}
