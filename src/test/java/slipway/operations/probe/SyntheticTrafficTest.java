package slipway.operations.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import slipway.async.Cancellation;
import slipway.async.ManualTimer;
import slipway.async.Poller;
import slipway.async.SystemTimer;
import slipway.operations.probe.FakeApplication.Page;

/** Time is moved by hand, the requests are real. */
@Timeout(120)
class SyntheticTrafficTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTimer time = new ManualTimer();
    private final Instant began = time.instant();
    private final SystemTimer real = new SystemTimer();
    private long late;
    private volatile int status = 200;
    private final FakeApplication application = new FakeApplication(_ -> new Page(status, "Last sum was: 1\n"));
    private final SyntheticTraffic traffic = new SyntheticTraffic(time, this::nanos, application.url());

    @AfterEach
    void stop() {
        traffic.close();
        application.close();
        real.close();
    }

    private long nanos() {
        return Duration.between(began, time.instant()).toNanos() - late;
    }

    private void until(BooleanSupplier condition) {
        new Poller(real, new Cancellation())
                .until(
                        () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(),
                        () -> Duration.ofMillis(5));
    }

    private void second() {
        time.advance(SECOND);
    }

    @Test
    void start_sends_as_many_as_the_rate_says() {
        traffic.start(150);
        second();
        until(() -> application.requests.get() >= 150);
        second();
        until(() -> application.requests.get() >= 300);

        assertThat(traffic.sent()).isEqualTo(300);
        assertThat(application.requests).hasValue(300);
        assertThat(traffic.failed()).isZero();
    }

    @Test
    void start_of_a_slow_rate_keeps_the_parts_of_requests() {
        traffic.start(0.5);
        second();
        assertThat(traffic.sent()).isZero();

        second();
        second();
        until(() -> application.requests.get() >= 1);

        assertThat(traffic.sent()).isEqualTo(1);
    }

    @Test
    void a_late_tick_makes_up_for_what_was_due() {
        late = SECOND.dividedBy(2).toNanos();
        traffic.start(100);
        late = 0;
        time.advance(Duration.ofMillis(50));
        until(() -> application.requests.get() >= 55);

        assertThat(traffic.sent()).isEqualTo(55);
    }

    @Test
    void start_again_changes_the_rate() {
        traffic.start(20);
        second();
        until(() -> application.requests.get() >= 20);
        traffic.start(40);
        second();
        until(() -> application.requests.get() >= 60);
        traffic.start(0);
        second();

        assertThat(traffic.sent()).isEqualTo(60);
    }

    @Test
    void failed_counts_server_errors_only() {
        status = 404;
        traffic.start(20);
        second();
        until(() -> application.requests.get() >= 20);
        status = 503;
        second();
        until(() -> application.requests.get() >= 40 && traffic.failed() >= 20);

        assertThat(traffic.failed()).isBetween(20L, 36L); // Answers of the first second may have been on their way.
        assertThat(traffic.sent()).isEqualTo(40);
    }

    @Test
    void failed_counts_those_without_an_answer() {
        application.close();
        traffic.start(20);
        second();
        until(() -> traffic.failed() == 20);

        assertThat(traffic.sent()).isEqualTo(20);
    }

    @Test
    void an_application_that_is_too_slow_is_spared_the_rest() {
        application.open = new CountDownLatch(1);
        traffic.start(20);
        time.advance(SECOND.multipliedBy(60));
        application.open.countDown();
        until(() -> traffic.sent() >= 20);

        traffic.start(0);
        second();
        assertThat(traffic.sent()).isBetween(20L, 36L); // A second's worth, and those that were under way.
    }

    @Test
    void close_ends_at_once_what_is_under_way_and_takes_nothing_for_failed() {
        application.open = new CountDownLatch(1);
        traffic.start(20);
        second();
        until(() -> application.requests.get() > 0);

        traffic.close();
        long sent = traffic.sent();
        second();

        assertThat(traffic.failed()).isZero();
        assertThat(traffic.sent()).isLessThanOrEqualTo(Math.max(sent, 16));
    }

    @Test
    void start_after_close_is_a_mistake() {
        traffic.close();

        assertThatThrownBy(() -> traffic.start(1)).hasMessageContaining("was closed");
    }

    @Test
    void the_page_is_asked_for() {
        var paths = new AtomicInteger();
        try (var other = new FakeApplication(exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/")
                            && exchange.getRequestMethod().equals("GET")) {
                        paths.incrementAndGet();
                    }
                    return new Page(200, "");
                });
                var toOther = new SyntheticTraffic(time, this::nanos, other.url())) {
            toOther.start(10);
            second();
            until(() -> other.requests.get() >= 10 && paths.get() >= 10);

            assertThat(paths).hasValue(10);
        }
    }
}
