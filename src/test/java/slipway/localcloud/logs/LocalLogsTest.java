package slipway.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

@NullMarked
class LocalLogsTest {
    private static final String GROUP = "/dev/api-blue";
    private static final String ONE = "api/api/1";
    private static final String TWO = "api/api/2";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ManualTimer timer = new ManualTimer();

    @SuppressWarnings("NullAway.Init")
    private LocalLogs logs;

    @BeforeEach
    void createGroup() {
        logs = new LocalLogs(Place.LOCAL, timer, new StateFolder(folder));
        logs.createLogGroup(request -> request.logGroupName(GROUP));
        for (String stream : List.of(ONE, TWO)) {
            logs.createLogStream(request -> request.logGroupName(GROUP).logStreamName(stream));
        }
    }

    @Test
    void everyLine_isThere_whenAStreamGetsTwoHundredThousand() {
        for (int batch = 0; batch < 20; batch++) {
            putLines(ONE, batch * 10_000, 10_000);
        }

        List<String> read = new ArrayList<>();
        @Nullable String token = null;
        while (true) {
            GetLogEventsResponse page = forward(token);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(10_000);
            page.events().stream().map(OutputLogEvent::message).forEach(read::add);
            if (page.nextForwardToken().equals(token)) {
                break;
            }
            token = page.nextForwardToken();
        }

        assertThat(read).hasSize(200_000);
        assertThat(IntStream.range(0, 200_000)
                        .allMatch(number -> read.get(number).equals(line(number))))
                .isTrue();
        assertThat(stored()).isLessThan(32L << 20);
    }

    @Test
    void stream_holdsNoMoreThanItsCap_howeverMuchIsWritten() {
        String text = "x".repeat(100_000);
        for (int batch = 0; batch < 60; batch++) {
            put(ONE, IntStream.range(0, 10).mapToObj(number -> text).toList());
        }

        assertThat(stored()).isBetween(16L << 20, 34L << 20);
    }

    @Test
    void forwardToken_findsWhatCameLater_andStaysTheSameAtTheEnd() {
        putLines(ONE, 0, 3);
        GetLogEventsResponse first = logs.getLogEvents(request -> request.logGroupName(GROUP)
                .logStreamName(ONE)
                .startFromHead(true)
                .limit(2));
        GetLogEventsResponse second = forward(first.nextForwardToken());
        GetLogEventsResponse third = forward(second.nextForwardToken());
        putLines(ONE, 3, 1);
        GetLogEventsResponse fourth = forward(third.nextForwardToken());

        assertThat(first.nextForwardToken()).matches("f/\\d{56}");
        assertThat(messages(first)).containsExactly(line(0), line(1));
        assertThat(messages(second)).containsExactly(line(2));
        assertThat(third.events()).isEmpty();
        assertThat(third.nextForwardToken()).isEqualTo(second.nextForwardToken());
        assertThat(messages(fourth)).containsExactly(line(3));
    }

    @Test
    void backwardToken_findsWhatWasBefore_andStaysTheSameAtTheBeginning() {
        putLines(ONE, 0, 5);
        GetLogEventsResponse newest = tail(null);
        GetLogEventsResponse before = tail(newest.nextBackwardToken());
        GetLogEventsResponse oldest = tail(before.nextBackwardToken());
        GetLogEventsResponse none = tail(oldest.nextBackwardToken());

        assertThat(messages(newest)).containsExactly(line(3), line(4));
        assertThat(newest.nextBackwardToken()).matches("b/\\d{56}");
        assertThat(messages(before)).containsExactly(line(1), line(2));
        assertThat(messages(oldest)).containsExactly(line(0));
        assertThat(none.events()).isEmpty();
        assertThat(none.nextBackwardToken()).isEqualTo(oldest.nextBackwardToken());
    }

    @Test
    void page_holdsOneMebibyte_whenLinesAreLong() {
        String text = "x".repeat(200_000);
        put(ONE, List.of(text, text, text, text, text));
        put(ONE, List.of(text, text));

        GetLogEventsResponse page = forward(null);

        assertThat(page.events()).hasSize(5);
        assertThat(forward(page.nextForwardToken()).events()).hasSize(2);
    }

    @Test
    void token_isRefused_whenItIsNone() {
        assertThatThrownBy(() -> forward("f/12"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("nextToken");
        assertThatThrownBy(() -> forward("f/" + "9".repeat(56))).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> filter(request -> request.nextToken("12")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void times_areFromInclusive_toExclusive() {
        put(ONE, "a", 1000, "b", 2000, "c", 3000);

        assertThat(logs.getLogEvents(request -> request.logGroupName(GROUP)
                                .logStreamName(ONE)
                                .startTime(1000L)
                                .endTime(3000L))
                        .events())
                .extracting(OutputLogEvent::message)
                .containsExactly("a", "b");
        assertThat(found(request -> request.startTime(2000L).endTime(3000L))).containsExactly("b");
    }

    @Test
    void streams_areInterleaved_inTheOrderOfTime() {
        put(ONE, "a", 1000, "c", 3000);
        put(TWO, "b", 2000, "d", 3000, "e", 4000);

        assertThat(found(request -> {})).containsExactly("a", "b", "c", "d", "e");
        assertThat(found(request -> request.logStreamNamePrefix("api/api/2"))).containsExactly("b", "d", "e");
        assertThat(found(request -> request.logStreamNames(ONE))).containsExactly("a", "c");
    }

    @Test
    void pages_holdEveryEventOnce_whenMoreIsWrittenMeanwhile() {
        for (int second = 0; second < 20; second++) {
            put(second % 2 == 0 ? ONE : TWO, "n" + second, 1000 * second);
        }
        List<String> read = new ArrayList<>();
        @Nullable String token = null;
        int pages = 0;
        do {
            String asked = token;
            FilterLogEventsResponse page = filter(request -> request.limit(3).nextToken(asked));
            page.events().stream().map(FilteredLogEvent::message).forEach(read::add);
            token = page.nextToken();
            put(ONE, "more" + pages, 100_000 + pages);
            pages++;
        } while (token != null && pages < 100);

        assertThat(read)
                .startsWith("n0", "n1", "n2", "n3")
                .contains("n19", "more0", "more5")
                .doesNotHaveDuplicates();
    }

    @Test
    void pages_holdEveryEventOnce_whenTimesAreEqualOrGoBack() {
        put(TWO, "late", 90_000);
        for (int number = 0; number < 20; number++) {
            put(ONE, "one" + number, 1000);
            put(TWO, "two" + number, 1000 * number);
        }
        put(ONE, "end", 90_000);

        List<String> read = everyPage(request -> request.limit(3));

        assertThat(read).hasSize(42).doesNotHaveDuplicates().isEqualTo(found(request -> {}));
    }

    @Test
    void search_givesAnEarlyPage_whenItLooksInVain() {
        String text = "x".repeat(100_000);
        for (int batch = 0; batch < 20; batch++) {
            put(
                    batch % 2 == 0 ? ONE : TWO,
                    IntStream.range(0, 10).mapToObj(number -> text).toList());
        }
        put(TWO, "needle", timer.instant().toEpochMilli());

        FilterLogEventsResponse first = filter(request -> request.filterPattern("needle"));

        assertThat(first.events()).isEmpty();
        assertThat(first.nextToken()).isNotNull();
        assertThat(everyPage(request -> request.filterPattern("needle"))).containsExactly("needle");
    }

    @Test
    void pattern_choosesAmongTheMessages() {
        put(ONE, "GET / 200", 1000, "ERROR boom", 2000, "ERROR health", 3000);

        assertThat(found(request -> request.filterPattern("ERROR -health"))).containsExactly("ERROR boom");
    }

    @Test
    void namesAndPrefix_areRefusedTogether() {
        assertThatThrownBy(() -> filter(request -> request.logStreamNames(ONE).logStreamNamePrefix("api")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void stream_isNotFound_whenItDoesNotExist() {
        assertThatThrownBy(() -> filter(request -> request.logStreamNames("nobody")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void retention_followsTheClock() {
        logs.putRetentionPolicy(request -> request.logGroupName(GROUP).retentionInDays(1));
        put(ONE, "old", timer.instant().toEpochMilli());
        timer.advance(Duration.ofHours(25));
        put(ONE, "new", timer.instant().toEpochMilli());

        assertThat(found(request -> {})).containsExactly("new");
        assertThat(messages(forward(null))).containsExactly("new");
    }

    @Test
    void put_isRefused_whenItIsOutOfOrderOrTooLarge() {
        assertThatThrownBy(() -> put(ONE, "b", 2000, "a", 1000)).hasMessageContaining("must be in chronological order");
        assertThatThrownBy(() -> put(ONE, List.of("x".repeat(600_000), "x".repeat(600_000))))
                .hasMessageContaining("Upload too large: 1200052 bytes exceeds limit of 1048576");
        assertThatThrownBy(() -> put(ONE, List.of(""))).hasMessageContaining("at least one character");
    }

    @Test
    void events_areThere_whenTheLocalCloudStartsAgain() {
        putLines(ONE, 0, 3);
        String token = forward(null).nextForwardToken();
        logs = new LocalLogs(Place.LOCAL, timer, new StateFolder(folder));
        putLines(ONE, 3, 1);

        assertThat(messages(forward(token))).containsExactly(line(3));
        assertThat(messages(forward(null))).hasSize(4);
    }

    @Test
    void streams_areListedByName_orByTheirLastEvent() {
        put(ONE, "b", 2000, "c", 3000);
        put(TWO, "a", 1000);
        logs = new LocalLogs(Place.LOCAL, timer, new StateFolder(folder));

        assertThat(streams(request -> {})).containsExactly(ONE, TWO);
        assertThat(streams(request -> request.descending(true))).containsExactly(TWO, ONE);
        assertThat(streams(request -> request.orderBy(OrderBy.LAST_EVENT_TIME))).containsExactly(TWO, ONE);
        assertThat(streams(request -> request.orderBy(OrderBy.LAST_EVENT_TIME)
                        .descending(true)
                        .limit(1)))
                .containsExactly(ONE);
    }

    @Test
    void quietestStream_givesItsEventsUp_whenAllTogetherAreTooLarge() {
        var groups = new LogGroups(new StateFolder(folder.resolve("small")), 1_000_000);
        var group = new LogGroups.Group(GROUP, 0, 0, new LinkedHashMap<>(), new TreeMap<>());
        groups.put(group);
        groups.addStream(group, "quiet", 0);
        groups.addStream(group, "loud", 0);
        EventFile quiet = groups.file(groups.require(group, "quiet"));
        EventFile loud = groups.file(groups.require(group, "loud"));
        quiet.append(List.of(new EventFile.Event(1, 1, "q".repeat(600_000))));
        loud.append(List.of(new EventFile.Event(1, 1, "l".repeat(600_000))));

        groups.grown(600_000, loud);

        assertThat(quiet.bytes()).isLessThan(100);
        assertThat(loud.bytes()).isGreaterThan(600_000);
    }

    @Test
    void nextQuietStream_givesItsEventsUp_whenTheQuietestIsSpoilt() throws IOException {
        var state = new StateFolder(folder.resolve("spoilt"));
        var groups = new LogGroups(state, 1_000_000);
        var group = new LogGroups.Group(GROUP, 0, 0, new LinkedHashMap<>(), new TreeMap<>());
        groups.put(group);
        for (String name : List.of("spoilt", "quiet", "loud")) {
            groups.addStream(group, name, 0);
        }
        EventFile spoilt = groups.file(groups.require(group, "spoilt"));
        EventFile quiet = groups.file(groups.require(group, "quiet"));
        EventFile loud = groups.file(groups.require(group, "loud"));
        Path directory = Files.createDirectories(state.folder("logs").resolve("1.log"));
        Files.setLastModifiedTime(directory, FileTime.fromMillis(0));
        quiet.append(List.of(new EventFile.Event(1, 1, "q".repeat(600_000))));
        loud.append(List.of(new EventFile.Event(1, 1, "l".repeat(600_000))));

        groups.grown(600_000, loud);

        assertThatThrownBy(spoilt::shrink).isInstanceOf(UncheckedIOException.class);
        assertThat(quiet.bytes()).isLessThan(100);
    }

    @Test
    void manyStreams_areShrunkInTurn_whileOthersAreWritten() throws Exception {
        var groups = new LogGroups(new StateFolder(folder.resolve("many")), 100_000);
        var group = new LogGroups.Group(GROUP, 0, 0, new LinkedHashMap<>(), new TreeMap<>());
        groups.put(group);
        List<EventFile> files = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            groups.addStream(group, "s" + number, 0);
            files.add(groups.file(groups.require(group, "s" + number)));
        }
        var event = List.of(new EventFile.Event(1, 1, "x".repeat(1000)));
        files.forEach(file -> file.append(event));
        var over = new AtomicBoolean();
        var writer = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                files.subList(1, files.size()).forEach(file -> file.append(event));
            }
        });
        try {
            for (int round = 0; round < 20; round++) {
                files.getFirst().append(event);
                groups.grown(100_000, files.getFirst());
            }
        } finally {
            over.set(true);
            writer.join();
        }
        groups.grown(100_000, files.getFirst());

        assertThat(files.stream().mapToLong(EventFile::bytes).sum()).isLessThanOrEqualTo(100_000);
    }

    private static String line(int number) {
        return "line " + number + " of many";
    }

    private void putLines(String stream, int from, int count) {
        put(
                stream,
                IntStream.range(from, from + count)
                        .mapToObj(LocalLogsTest::line)
                        .toList());
    }

    private void put(String stream, List<String> messages) {
        logs.putLogEvents(request -> request.logGroupName(GROUP)
                .logStreamName(stream)
                .logEvents(messages.stream()
                        .map(message -> InputLogEvent.builder()
                                .timestamp(timer.instant().toEpochMilli())
                                .message(message)
                                .build())
                        .toList()));
    }

    private void put(String stream, Object... messagesAndTimes) {
        List<Object> values = Arrays.asList(messagesAndTimes);
        logs.putLogEvents(request -> request.logGroupName(GROUP)
                .logStreamName(stream)
                .logEvents(IntStream.range(0, values.size() / 2)
                        .mapToObj(pair -> InputLogEvent.builder()
                                .message((String) values.get(2 * pair))
                                .timestamp(((Number) values.get(2 * pair + 1)).longValue())
                                .build())
                        .toList()));
    }

    private GetLogEventsResponse forward(@Nullable String token) {
        return logs.getLogEvents(request -> request.logGroupName(GROUP)
                .logStreamName(ONE)
                .startFromHead(true)
                .nextToken(token));
    }

    private GetLogEventsResponse tail(@Nullable String token) {
        return logs.getLogEvents(request ->
                request.logGroupName(GROUP).logStreamName(ONE).limit(2).nextToken(token));
    }

    private static List<String> messages(GetLogEventsResponse page) {
        return page.events().stream().map(OutputLogEvent::message).toList();
    }

    private FilterLogEventsResponse filter(Consumer<FilterLogEventsRequest.Builder> changes) {
        return logs.filterLogEvents(request -> {
            request.logGroupName(GROUP);
            changes.accept(request);
        });
    }

    private List<String> found(Consumer<FilterLogEventsRequest.Builder> changes) {
        return filter(changes).events().stream().map(FilteredLogEvent::message).toList();
    }

    private List<String> streams(Consumer<DescribeLogStreamsRequest.Builder> changes) {
        return logs
                .describeLogStreams(request -> {
                    request.logGroupName(GROUP);
                    changes.accept(request);
                })
                .logStreams()
                .stream()
                .map(LogStream::logStreamName)
                .toList();
    }

    private List<String> everyPage(Consumer<FilterLogEventsRequest.Builder> changes) {
        List<String> read = new ArrayList<>();
        @Nullable String token = null;
        int pages = 0;
        do {
            String asked = token;
            FilterLogEventsResponse page = filter(request -> {
                changes.accept(request);
                request.nextToken(asked);
            });
            page.events().stream().map(FilteredLogEvent::message).forEach(read::add);
            token = page.nextToken();
            pages++;
        } while (token != null && pages < 100);
        return read;
    }

    private long stored() {
        return logs.describeLogGroups(request -> {}).logGroups().getFirst().storedBytes();
    }
}
