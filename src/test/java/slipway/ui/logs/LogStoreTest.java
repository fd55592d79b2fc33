package slipway.ui.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.model.LogFilter;
import slipway.model.LogLevel;
import slipway.model.LogLine;
import slipway.ui.LogSamples;

@NullMarked
class LogStoreTest {
    private static final Instant T = Instant.parse("2026-03-02T14:00:00Z");

    private final LogStore store = new LogStore(LogStore.SPAN);
    private final LineList list = new LineList();

    @Test
    void lines_areKeptByTime_whenSomeComeLate() {
        store.add(List.of(line(1), line(4), line(9)));
        store.add(List.of(line(3), line(5), line(12)));

        assertThat(texts()).containsExactly("1", "3", "4", "5", "9", "12");
    }

    @Test
    void lines_keepTheirOrder_whenTheyAreOfTheSameMoment() {
        store.add(List.of(line(1, "a"), line(1, "b")));
        store.add(List.of(line(1, "c")));

        assertThat(texts()).containsExactly("a", "b", "c");
    }

    @Test
    void oldest_areDropped_whenThereAreTooMany() {
        for (int part = 0; part < 6; part++) {
            int from = part * 20_000;
            store.add(IntStream.range(from, from + 20_000)
                    .mapToObj(LogStoreTest::line)
                    .toList());
        }

        Snapshot snapshot = store.snapshot();
        assertThat(snapshot.kept()).isEqualTo(100_000);
        assertThat(snapshot.lines().getFirst().text()).isEqualTo("20000");
        assertThat(snapshot.lines().getLast().text()).isEqualTo("119999");
        assertThat(snapshot.dropped()).isEqualTo(20_000);
    }

    @Test
    void oldest_areDropped_whenLinesAreLong() {
        String text = "x".repeat(16_000);
        for (int part = 0; part < 40; part++) {
            int from = part * 100;
            store.add(IntStream.range(from, from + 100)
                    .mapToObj(at -> line(at, text))
                    .toList());
        }

        assertThat(store.snapshot().kept()).isEqualTo((int) (LogStore.MOST_CHARACTERS / 16_000));
    }

    @Test
    void filter_showsWhatMatchesNowAndLater() {
        store.add(List.of(line(1, "Apple"), line(2, "pear")));
        store.filter(filter(LogLevel.INFO, "apple"));
        store.add(List.of(line(3, "pineapple"), line(4, "plum")));

        Snapshot snapshot = store.snapshot();
        assertThat(texts()).containsExactly("Apple", "pineapple");
        assertThat(snapshot.kept()).isEqualTo(4);
        assertThat(snapshot.arrived()).isEqualTo(2);
    }

    @Test
    void filter_takesAPatternBetweenSlashes() {
        store.add(List.of(line(1, "n=13"), line(2, "n=5")));
        store.filter(filter(LogLevel.INFO, "/n=\\d$/"));

        assertThat(texts()).containsExactly("n=5");
    }

    @Test
    void filter_namesWhatIsWrongWithAPattern() {
        LogFilter.Made made = LogFilter.of(LogLevel.INFO, "/(a/");

        assertThat(made.filter()).isEmpty();
        assertThat(made.problem()).startsWith("No pattern: Unclosed group");
    }

    @Test
    void filter_givesUpOnALine_whenThePatternTriesTooManyWays() {
        store.add(List.of(line(1, "a".repeat(5000) + "b")));
        store.filter(filter(LogLevel.INFO, "/(a+)+$/"));

        assertThat(texts()).isEmpty();
    }

    @Test
    void filter_givesUpOnALine_thatIsTooDeepForThePattern() {
        store.add(List.of(line(1, "ab".repeat(100_000) + "c"), line(2, "abc")));
        store.filter(filter(LogLevel.INFO, "/^(a|b)*c/"));

        assertThat(texts()).containsExactly("abc");
    }

    @Test
    void level_hidesWhatMattersLess() {
        store.add(List.of(
                LogSamples.line(T, 0, LogLevel.INFO, false, "fine"),
                LogSamples.line(T.plusSeconds(1), 0, LogLevel.WARN, false, "odd"),
                LogSamples.line(T.plusSeconds(2), 0, LogLevel.ERROR, false, "broken"),
                LogSamples.line(T.plusSeconds(3), 0, LogLevel.ERROR, true, "— ended —")));
        store.filter(filter(LogLevel.WARN, ""));

        assertThat(texts()).containsExactly("odd", "broken", "— ended —");
    }

    @Test
    void bars_countShownLinesAndEveryTrouble() {
        store.add(List.of(
                LogSamples.line(T, 0, LogLevel.INFO, false, "fine"),
                LogSamples.line(T.plusSeconds(40), 0, LogLevel.WARN, false, "odd"),
                LogSamples.line(T.plusSeconds(41), 0, LogLevel.ERROR, false, "broken"),
                LogSamples.line(T.plusSeconds(42), 0, LogLevel.INFO, true, "— started —")));
        store.caughtUp(T.plusSeconds(59));
        store.filter(filter(LogLevel.ERROR, ""));

        Snapshot.Bars bars = store.snapshot().bars();
        assertThat(bars.bars()).hasSize(60);
        assertThat(bars.until()).isEqualTo(T.plusSeconds(60));
        assertThat(bars.bars().getLast()).isEqualTo(new Snapshot.Bar(1, 0, 1));
        assertThat(bars.bars().get(58)).isEqualTo(new Snapshot.Bar(0, 0, 0));
        assertThat(bars.errors()).isEqualTo(1);
        assertThat(bars.warnings()).isEqualTo(1);
    }

    @Test
    void pace_isThatOfTheLastHalfMinute() {
        store.add(IntStream.range(0, 900).mapToObj(at -> line(at * 100)).toList());
        store.caughtUp(T.plusMillis(90_000));

        assertThat(store.snapshot().perSecond()).isEqualTo(10);
    }

    @Test
    void list_tellsOnlyWhatChanged() {
        List<String> changes = new ArrayList<>();
        list.addListener((javafx.collections.ListChangeListener<LogLine>) change -> {
            while (change.next()) {
                changes.add(change.getFrom() + "+" + change.getAddedSize() + "-" + change.getRemovedSize());
            }
        });

        store.add(List.of(line(1), line(2), line(5)));
        list.show(store.snapshot());
        store.add(List.of(line(6)));
        list.show(store.snapshot());
        store.add(List.of(line(4), line(7)));
        list.show(store.snapshot());

        // The last one put 4 before 5 and 6: those two went, four came.
        assertThat(changes).containsExactly("0+3-0", "3+1-0", "2+4-2");
        assertThat(list).extracting(LogLine::text).containsExactly("1", "2", "4", "5", "6", "7");
    }

    @Test
    void list_tellsWhatFellOff() {
        store.add(IntStream.range(0, 100_000).mapToObj(LogStoreTest::line).toList());
        list.show(store.snapshot());
        List<Integer> removed = new ArrayList<>();
        list.addListener((javafx.collections.ListChangeListener<LogLine>) change -> {
            while (change.next()) {
                removed.add(change.getRemovedSize());
            }
        });

        store.add(Arrays.asList(line(100_000), line(100_001)));
        list.show(store.snapshot());

        assertThat(removed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
        assertThat(list).hasSize(100_000);
        assertThat(list.getFirst().text()).isEqualTo("2");
    }

    private List<String> texts() {
        return store.snapshot().lines().stream().map(LogLine::text).toList();
    }

    private static LogFilter filter(LogLevel level, String words) {
        Optional<LogFilter> made = LogFilter.of(level, words).filter();
        return made.orElseThrow();
    }

    private static LogLine line(int millis) {
        return line(millis, String.valueOf(millis));
    }

    private static LogLine line(int millis, String text) {
        return LogSamples.line(T.plusMillis(millis), 0, LogLevel.INFO, false, text);
    }
}
