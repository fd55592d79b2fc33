package slipway.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void until_whenTheThirdStepHasAResult_returnsItAfterTwoPauses() {
        var timer = new AdvancingTimer();
        var began = timer.instant();
        var steps = new AtomicInteger();

        Optional<Integer> result = new Poller(timer, new Cancellation())
                .until(() -> Optional.of(steps.incrementAndGet()).filter(step -> step == 3), () -> SECOND);

        assertThat(result).contains(3);
        assertThat(timer.instant()).isEqualTo(began.plusSeconds(2));
    }

    @Test
    void until_whenCancelledBefore_takesNoStep() {
        var cancellation = new Cancellation();
        cancellation.cancel();
        var steps = new AtomicInteger();

        Optional<Integer> result = new Poller(new AdvancingTimer(), cancellation)
                .until(() -> Optional.of(steps.incrementAndGet()), () -> SECOND);

        assertThat(result).isEmpty();
        assertThat(steps).hasValue(0);
    }

    @Test
    void pause_whenCancelledMeanwhile_endsEarly() {
        var timer = new ManualTimer();
        var cancellation = new Cancellation();
        // Something else falls due first, and asks for the end while the pause is under way.
        Timer cancelling = new Timer() {
            @Override
            public Cancellable after(Duration delay, Runnable action) {
                Cancellable planned = timer.after(delay, action);
                cancellation.cancel();
                return planned;
            }

            @Override
            public Cancellable every(Duration period, Runnable action) {
                return timer.every(period, action);
            }
        };

        assertThat(new Poller(cancelling, cancellation).pause(SECOND)).isFalse();
    }
}
