package slipway.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SystemTimerTest {
    @Test
    @Timeout(60)
    void every_whenItsActionFails_goesOn() throws InterruptedException {
        try (var timer = new SystemTimer()) {
            var rounds = new CountDownLatch(3);
            timer.every(Duration.ofMillis(1), () -> {
                rounds.countDown();
                if (rounds.getCount() == 2) {
                    Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
                    throw new IllegalStateException("one of them fails");
                }
            });

            rounds.await();
        }
    }

    @Test
    void after_onceClosed_isDroppedInSilence() {
        var ran = new AtomicInteger();
        var timer = new SystemTimer();
        timer.after(Duration.ofDays(1), ran::incrementAndGet);
        timer.close();

        timer.after(Duration.ZERO, ran::incrementAndGet).cancel();
        timer.every(Duration.ofMillis(1), ran::incrementAndGet).cancel();

        assertThat(ran).hasValue(0);
    }
}
