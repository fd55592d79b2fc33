package slipway.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.logs.EventFile.Block;
import slipway.localcloud.logs.EventFile.Event;
import slipway.localcloud.logs.EventFile.Times;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

@NullMarked
class EventFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void events_comeBack_whateverTheyHold() {
        List<String> texts = List.of("plain", "two\nlines\r\n", "back\\slash \\n", "tab\tbed", "ünï ❤ \u0000", " ");
        EventFile file = new EventFile(folder, "1");
        file.append(events(0, texts));

        assertThat(messages(file)).isEqualTo(texts);
        assertThat(messages(new EventFile(folder, "1"))).isEqualTo(texts);
    }

    @Test
    void ingestion_comesBack_whateverVersionWroteIt() throws IOException {
        Files.writeString(
                folder.resolve("1.log"),
                "1700000000000\t1700000000003\tabsolute\n1700000000000\t3\tunsigned\n1700000000000\t-3\tearly\n");
        EventFile file = new EventFile(folder, "1");
        file.append(
                List.of(new Event(1, 1700000000003L, "long ago"), new Event(1700000000000L, 1700000000003L, "new")));

        assertThat(file.from(0, EventPages.ALWAYS).orElseThrow().events())
                .extracting(Event::ingestion)
                .containsExactly(1700000000003L, 1700000000003L, 1699999999997L, 1700000000003L, 1700000000003L);
    }

    @Test
    void numbers_goOn_whenTheFileIsOpenedAgain() {
        EventFile first = new EventFile(folder, "1", 2000);
        for (int batch = 0; batch < 30; batch++) {
            first.append(events(batch * 10L, lines(batch * 10, 10)));
        }
        long end = first.end();
        EventFile second = new EventFile(folder, "1", 2000);
        second.append(events(300, lines(300, 1)));

        assertThat(end).isEqualTo(300);
        assertThat(second.first()).isEqualTo(first.first()).isGreaterThan(0);
        assertThat(second.end()).isEqualTo(301);
        assertThat(second.from(300, EventPages.ALWAYS).orElseThrow().events())
                .extracting(Event::message)
                .containsExactly("line 300");
    }

    @Test
    void oldest_go_whenTheCapIsReached_andNoNewerOneIsMissing() {
        EventFile file = new EventFile(folder, "1", 100_000);
        for (int batch = 0; batch < 200; batch++) {
            file.append(events(batch, lines(batch * 100, 100)));
        }

        assertThat(file.bytes()).isBetween(100_000L, 210_000L);
        List<String> kept = messages(file);
        assertThat(kept).isEqualTo(lines(20_000 - kept.size(), kept.size())).hasSizeGreaterThan(5_000);
    }

    @Test
    void halfALine_isCutOff_whenAKillLeftOne() throws IOException {
        new EventFile(folder, "1").append(events(5, List.of("whole")));
        Files.writeString(folder.resolve("1.log"), "6\t0\tha", StandardOpenOption.APPEND);

        EventFile file = new EventFile(folder, "1");
        file.append(events(7, List.of("next")));

        assertThat(messages(file)).containsExactly("whole", "next");
        assertThat(file.end()).isEqualTo(2);
    }

    @Test
    void marks_areTheSame_whenTheFileIsOpenedAgain() throws IOException {
        EventFile file = new EventFile(folder, "1");
        for (int time = 0; time < 10; time++) {
            file.append(events(time, List.of("x".repeat(40_000), "one\ntwo")));
        }
        file.append(events(-5, List.of("before the epoch")));
        Files.writeString(folder.resolve("1.log"), "no line of ours\n", StandardOpenOption.APPEND);
        EventFile again = new EventFile(folder, "1");

        assertThat(again.end()).isEqualTo(22);
        assertThat(again.from(0, new Times(6, 8))).isEqualTo(file.from(0, new Times(6, 8)));
        assertThat(again.before(22, new Times(-5, 0)))
                .hasValueSatisfying(block -> assertThat(block.events())
                        .endsWith(new Event(-5, -2, "before the epoch"), new Event(0, 0, "no line of ours")));
    }

    @Test
    void blocks_withoutTheWantedTimes_areLeftOut() {
        EventFile file = new EventFile(folder, "1");
        for (int time = 0; time < 10; time++) {
            file.append(events(time, List.of("x".repeat(70_000))));
        }

        Block block = file.from(0, new Times(6, 8)).orElseThrow();

        assertThat(block.first()).isEqualTo(6);
        assertThat(block.newestBefore()).isEqualTo(5);
        assertThat(file.before(10, new Times(2, 4)).orElseThrow().first()).isEqualTo(3);
        assertThat(file.from(0, new Times(50, 60))).isEmpty();
    }

    @Test
    void newestBefore_isKnown_whateverWasPutAsideOrGivenUp() {
        EventFile file = new EventFile(folder, "1", 1000);
        file.append(events(900, List.of("x".repeat(2000))));
        file.append(events(100, List.of("later")));

        assertThat(newestBefore(file, 1)).isEqualTo(900);
        assertThat(newestBefore(new EventFile(folder, "1", 1000), 1)).isEqualTo(900);
        file.shrink();
        assertThat(newestBefore(new EventFile(folder, "1", 1000), 1)).isEqualTo(900);
        file.shrink();
        file.append(events(200, List.of("later still")));
        assertThat(newestBefore(new EventFile(folder, "1", 1000), 2)).isEqualTo(900);
    }

    @Test
    void numbers_areKnown_fromAHeaderWithoutATime() throws IOException {
        Files.writeString(folder.resolve("1.log"), "#7\n5\t0\tseventh\n");

        EventFile file = new EventFile(folder, "1");

        assertThat(file.first()).isEqualTo(7);
        assertThat(messages(file)).containsExactly("seventh");
    }

    @Test
    void blocks_beforeTheTimeIsReached_areLeftOut() {
        EventFile file = new EventFile(folder, "1", 200_000);
        for (long time : new long[] {1, 5, 2, 3, 8, 9}) {
            file.append(events(time, List.of("x".repeat(70_000))));
        }

        assertThat(file.from(0, EventPages.ALWAYS, 6).orElseThrow().first()).isEqualTo(4);
        assertThat(file.from(0, EventPages.ALWAYS, 5).orElseThrow().first()).isEqualTo(1);
        assertThat(file.from(2, EventPages.ALWAYS, 5).orElseThrow().first()).isEqualTo(2);
        assertThat(file.from(0, EventPages.ALWAYS, 10)).isEmpty();
    }

    @Test
    void append_isRefused_whenTheStreamWasDeleted() {
        EventFile file = new EventFile(folder, "1");
        file.append(events(1, List.of("one")));
        file.delete();

        assertThatThrownBy(() -> file.append(events(2, List.of("two")))).isInstanceOf(ResourceNotFoundException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void numbers_stay_whenItIsMadeToShrink() {
        EventFile file = new EventFile(folder, "1");
        file.append(events(1, lines(0, 10)));
        assertThat(file.shrink()).isPositive();
        assertThat(file.shrink()).as("nothing is left to give up").isZero();
        file.append(events(2, List.of("later")));

        assertThat(new EventFile(folder, "1").first()).isEqualTo(10);
        assertThat(messages(new EventFile(folder, "1"))).containsExactly("later");
    }

    private static List<String> lines(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> "line " + number)
                .toList();
    }

    private static List<Event> events(long time, List<String> messages) {
        return messages.stream()
                .map(message -> new Event(time, time + 3, message))
                .toList();
    }

    private static long newestBefore(EventFile file, long number) {
        return file.from(number, EventPages.ALWAYS).orElseThrow().newestBefore();
    }

    private static List<String> messages(EventFile file) {
        List<String> messages = new ArrayList<>();
        long next = file.first();
        for (Optional<Block> block = file.from(next, EventPages.ALWAYS);
                block.isPresent();
                block = file.from(next, EventPages.ALWAYS)) {
            assertThat(block.get().first()).isEqualTo(next);
            block.get().events().forEach(event -> messages.add(event.message()));
            next = block.get().end();
        }
        return messages;
    }
}
