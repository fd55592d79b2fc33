package slipway.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;
import slipway.model.Failure;
import slipway.model.FailureException;

@NullMarked
class PollTest {
    private final ManualTimer timer = new ManualTimer();
    private final List<Integer> read = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private int asked;
    private boolean failing;

    private final Poll<Integer> poll = new Poll<>(
            timer,
            new SameThreadBackground(),
            Duration.ofSeconds(2),
            () -> {
                asked++;
                if (failing) {
                    throw new FailureException(new Failure.Unreachable("no answer", ""));
                }
                return asked;
            },
            read::add,
            failures::add);

    @Test
    void start_readsAtOnceAndAfterEveryPause() {
        poll.start();
        timer.advance(Duration.ofSeconds(4));

        assertThat(read).containsExactly(1, 2, 3);
    }

    @Test
    void stop_endsReading() {
        poll.start();
        poll.stop();
        timer.advance(Duration.ofSeconds(10));

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void refresh_readsAtOnceAndBeginsThePauseAnew() {
        poll.start();
        timer.advance(Duration.ofSeconds(1));
        poll.refresh();
        timer.advance(Duration.ofSeconds(1));

        assertThat(read).containsExactly(1, 2);
    }

    @Test
    void refresh_whileStopped_asksNobody() {
        poll.refresh();

        assertThat(asked).isZero();
    }

    @Test
    void failure_isHandedOnAndReadingGoesOn() {
        failing = true;
        poll.start();
        failing = false;
        timer.advance(Duration.ofSeconds(2));

        assertThat(failures).hasSize(1);
        assertThat(read).containsExactly(2);
    }
}
