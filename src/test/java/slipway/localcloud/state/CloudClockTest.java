package slipway.localcloud.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;

class CloudClockTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:30Z");

    private final ManualTimer timer = new ManualTimer(START);
    private final CloudClock clock = new CloudClock(timer, timer, 10, START);
    private final List<Instant> ended = new ArrayList<>();

    @Test
    void everyMinute_when_cloud_minutes_end_tells_when_each_began() {
        clock.everyMinute(ended::add);

        timer.advance(Duration.ofSeconds(9));

        assertThat(ended).containsExactly(Instant.parse("2026-01-01T12:00:00Z"), Instant.parse("2026-01-01T12:01:00Z"));
    }

    @Test
    void everyMinute_when_minutes_pass_meanwhile_leaves_them_out() {
        clock.everyMinute(minute -> {
            ended.add(minute);
            if (ended.size() == 1) {
                timer.advance(Duration.ofSeconds(13));
            }
        });

        timer.advance(Duration.ofSeconds(3));
        timer.advance(Duration.ofSeconds(18));

        assertThat(ended).containsExactly(Instant.parse("2026-01-01T12:00:00Z"), Instant.parse("2026-01-01T12:03:00Z"));
    }

    @Test
    void everyMinute_when_the_action_fails_goes_on() {
        clock.everyMinute(minute -> {
            ended.add(minute);
            throw new IllegalStateException("a check's own");
        });

        timer.advance(Duration.ofSeconds(9));

        assertThat(ended).hasSize(2);
    }

    @Test
    void everyMinute_when_cancelled_ends() {
        var ticks = clock.everyMinute(ended::add);
        timer.advance(Duration.ofSeconds(3));

        ticks.cancel();
        timer.advance(Duration.ofMinutes(1));

        assertThat(ended).hasSize(1);
    }

    @Test
    void afterEveryMinute_when_others_were_added_later_still_comes_last() {
        List<String> order = new ArrayList<>();
        clock.everyMinute(minute -> order.add("one"));
        clock.afterEveryMinute(minute -> order.add("judge"));
        clock.everyMinute(minute -> order.add("two"));

        timer.advance(Duration.ofSeconds(3));

        assertThat(order).containsExactly("one", "two", "judge");
    }

    @Test
    void everyMinute_when_an_action_fails_runs_the_others_and_comes_again() {
        clock.everyMinute(minute -> {
            throw new IllegalStateException("a test");
        });
        clock.everyMinute(ended::add);

        timer.advance(Duration.ofSeconds(9));

        assertThat(ended).hasSize(2);
    }

    @Test
    void everyMinute_when_the_last_was_cancelled_and_another_comes_goes_on() {
        clock.everyMinute(ended::add).cancel();
        clock.everyMinute(ended::add);

        timer.advance(Duration.ofSeconds(3));

        assertThat(ended).containsExactly(Instant.parse("2026-01-01T12:00:00Z"));
    }
}
