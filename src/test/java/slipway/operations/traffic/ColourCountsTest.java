package slipway.operations.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.Tier;
import slipway.operations.traffic.ColourCounts.Count;

/** What is counted of a colour, and how often it is asked for. */
class ColourCountsTest {
    @TempDir
    Path folder;

    private MeasuredCloud measured;
    private ColourCounts counts;

    @BeforeEach
    void start() {
        measured = new MeasuredCloud(folder);
        counts = new ColourCounts(measured.cloud, new EnvironmentName("dev"));
    }

    @AfterEach
    void stop() {
        measured.close();
    }

    @Test
    void since_counts_whole_minutes_from_the_first_after_the_instant() {
        measured.minute(1000, 100, 0);
        measured.pass(Duration.ofSeconds(10));
        var from = measured.now();
        measured.minute(500, 50, 0);
        measured.minute(30, 2, 0);
        measured.refused();
        measured.minute(40, 0, 0);

        assertThat(counts.since(Tier.API, Colour.GREEN, from)).isEqualTo(new Count(70, 3, measured.now()));
    }

    @Test
    void since_a_minutes_begin_counts_that_minute() {
        var from = measured.now();
        measured.minute(30, 0, 0);

        assertThat(counts.since(Tier.API, Colour.GREEN, from)).isEqualTo(new Count(30, 0, from.plusSeconds(60)));
    }

    @Test
    void asOf_is_the_end_of_the_newest_minute_with_data() {
        var from = measured.now();
        measured.minute(30, 0, 0);
        measured.pass();
        measured.pass();

        assertThat(counts.since(Tier.API, Colour.GREEN, from).asOf()).isEqualTo(from.plusSeconds(60));
    }

    @Test
    void since_before_a_minute_is_over_is_nothing_and_asks_nothing() {
        measured.pass(Duration.ofSeconds(10));
        var from = measured.now();

        assertThat(counts.since(Tier.API, Colour.GREEN, from)).isEqualTo(new Count(0, 0, from));
        assertThat(measured.calls("getMetricData")).isZero();
    }

    @Test
    void since_of_a_colour_that_nobody_measures_is_nothing() {
        var from = measured.now();
        measured.minute(30, 0, 0);

        assertThat(counts.since(Tier.API, Colour.BLUE, from)).isEqualTo(new Count(0, 0, from));
    }

    @Test
    void since_asked_again_is_kept_until_another_minute_may_be_there() {
        var from = measured.now();
        measured.minute(30, 0, 0);

        Count first = counts.since(Tier.API, Colour.GREEN, from);
        Count same = counts.since(Tier.API, Colour.GREEN, from);
        int asked = measured.calls("getMetricData");
        measured.minute(12, 0, 0);
        Count later = counts.since(Tier.API, Colour.GREEN, from);

        assertThat(same).isSameAs(first);
        assertThat(asked).isEqualTo(1);
        assertThat(later.requests()).isEqualTo(42);
    }
}
