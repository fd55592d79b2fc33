package slipway.operations.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import slipway.async.AdvancingTimer;
import slipway.async.Cancellation;
import slipway.async.Poller;
import slipway.operations.probe.FakeApplication.Page;
import slipway.operations.probe.SmokeTest.Verdict;

class SmokeTestTest {
    private static final Page RIGHT = new Page(200, "Last sum was: 42\nmore\n");

    private final AdvancingTimer time = new AdvancingTimer();
    private final Instant began = time.instant();
    private final Cancellation cancellation = new Cancellation();
    private final SmokeTest smokeTest = new SmokeTest(new Poller(time, cancellation));

    @Test
    void test_of_a_right_answer_passes_at_once() {
        try (var application = new FakeApplication(_ -> RIGHT)) {
            Verdict verdict = smokeTest.test(application.url(), Map.of());

            assertThat(verdict.passed()).isTrue();
            assertThat(verdict.words())
                    .isEqualTo(application.url() + "/ answered 200 (Last sum was: 42) at try 1 of 10");
            assertThat(time.instant()).isEqualTo(began);
        }
    }

    @Test
    void test_sends_the_headers_along() {
        try (var application = new FakeApplication(
                exchange -> Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Api-Colour"))
                        .filter("green-word"::equals)
                        .map(_ -> RIGHT)
                        .orElse(new Page(503, "")))) {
            assertThat(smokeTest
                            .test(application.url(), Map.of("X-Api-Colour", "green-word"))
                            .passed())
                    .isTrue();
        }
    }

    @Test
    void test_tries_again_until_an_answer_is_right() {
        var count = new AtomicInteger();
        try (var application =
                new FakeApplication(_ -> count.incrementAndGet() < 4 ? new Page(502, "Bad Gateway") : RIGHT)) {
            Verdict verdict = smokeTest.test(application.url(), Map.of());

            assertThat(verdict.passed()).isTrue();
            assertThat(verdict.words()).endsWith("at try 4 of 10");
            assertThat(Duration.between(began, time.instant())).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void test_of_wrong_answers_tells_the_last_one_after_ten_tries() {
        try (var application = new FakeApplication(_ -> new Page(502, "Bad Gateway\nmore\n"))) {
            Verdict verdict = smokeTest.test(application.url(), Map.of());

            assertThat(verdict.passed()).isFalse();
            assertThat(verdict.words()).isEqualTo(application.url() + "/ answered 502 (Bad Gateway) at try 10 of 10");
            assertThat(application.requests).hasValue(10);
        }
    }

    @Test
    void test_of_another_page_fails_though_it_is_200() {
        try (var application = new FakeApplication(_ -> new Page(200, "Welcome to nginx!"))) {
            Verdict verdict = smokeTest.test(application.url(), Map.of());

            assertThat(verdict.passed()).isFalse();
            assertThat(verdict.words()).contains("200 (Welcome to nginx!)");
        }
    }

    @Test
    void test_of_a_page_that_counts_as_an_error_fails_though_it_begins_right() {
        try (var application = new FakeApplication(_ -> new Page(500, RIGHT.body()))) {
            assertThat(smokeTest.test(application.url(), Map.of()).passed()).isFalse();
        }
    }

    @Test
    void test_of_silence_says_so() {
        String url;
        try (var application = new FakeApplication(_ -> RIGHT)) {
            url = application.url();
        }

        Verdict verdict = smokeTest.test(url, Map.of());

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.words()).isEqualTo(url + "/ did not answer at try 10 of 10");
    }

    @Test
    void test_when_cancelled_ends_with_the_try_that_is_under_way() {
        try (var application = new FakeApplication(_ -> {
            cancellation.cancel();
            return new Page(502, "");
        })) {
            Verdict verdict = smokeTest.test(application.url(), Map.of());

            assertThat(verdict.passed()).isFalse();
            assertThat(verdict.words()).endsWith("answered 502 at try 1 of 10");
            assertThat(application.requests).hasValue(1);
        }
    }
}
