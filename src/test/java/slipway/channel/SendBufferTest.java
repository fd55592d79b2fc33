package slipway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;

/** When what is sent again, and other matters of time. */
class SendBufferTest {
    private final ManualTimer time = new ManualTimer();
    private final SendBuffer buffer = new SendBuffer(time);

    private SendBuffer.Entry sent(long number) {
        SendBuffer.Entry entry = buffer.add(number, new byte[10]);
        buffer.sent(entry);
        return entry;
    }

    @Test
    void timeout_whenSamplesCome_isTheSpecifications() {
        var timeout = new RetransmissionTimeout();
        assertThat(timeout.millis()).isEqualTo(200);
        timeout.sample(20);
        assertThat(timeout.millis()).isEqualTo(170);
        timeout.sample(20);
        assertThat(timeout.millis()).isEqualTo(211.25);
        timeout.sample(400);
        assertThat(timeout.millis()).isCloseTo(537.34, within(0.01));
        timeout.backOff();
        timeout.backOff();
        assertThat(timeout.millis()).isEqualTo(1000);
    }

    @Test
    void overdue_whenTheOldestHasTime_isNothing() {
        sent(0);
        time.advance(Duration.ofMillis(199));
        assertThat(buffer.overdue()).isNull();
        time.advance(Duration.ofMillis(1));
        assertThat(buffer.overdue()).isNotNull();
    }

    @Test
    void overdue_whenTheOldestIsNeverAcknowledged_comesToTheNextAllTheSame() {
        SendBuffer.Entry stuck = sent(0);
        SendBuffer.Entry lost = sent(1);
        for (int i = 0; i < 2; i++) {
            time.advance(Duration.ofMillis(200));
            assertThat(buffer.overdue()).isSameAs(stuck);
            buffer.sent(stuck);
        }
        assertThat(buffer.overdue()).isSameAs(lost);
    }

    @Test
    void acknowledged_whenThreeLaterOnesArrived_tellsTheLostOneOnce() {
        SendBuffer.Entry lost = sent(0);
        IntStream.rangeClosed(1, 5).forEach(this::sent);
        assertThat(buffer.acknowledged(1)).isNull();
        assertThat(buffer.acknowledged(2)).isNull();
        assertThat(buffer.acknowledged(3)).isSameAs(lost);
        buffer.sent(lost);
        assertThat(buffer.acknowledged(4)).isNull();
        assertThat(buffer.acknowledged(5)).isNull();
        assertThat(buffer.size()).isEqualTo(1);
        assertThat(buffer.bytes()).isEqualTo(10);
    }

    @Test
    void acknowledged_whenTheNumberIsUnknown_isNothing() {
        sent(0);
        assertThat(buffer.acknowledged(7)).isNull();
        assertThat(buffer.size()).isEqualTo(1);
    }

    @Test
    void backoff_whenOpening_doublesFromTheThirdTry() {
        var backoff = new OpeningBackoff(new Random(1));
        assertThat(backoff.beforeOpening(1)).isZero();
        assertThat(backoff.beforeOpening(2)).isZero();
        for (int attempt = 3; attempt <= OpeningBackoff.OPENINGS; attempt++) {
            long step = 1L << (attempt - 3);
            assertThat(backoff.beforeOpening(attempt).toMillis()).isBetween(100 * step, 199 * step);
        }
        assertThat(backoff.beforeReopening(1)).isZero();
        assertThat(backoff.beforeReopening(2).toMillis()).isBetween(100L, 199L);
    }

    @Test
    void presigned_whenTheQueryHasAPartOfASignature_isTold() {
        String base = "wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/s?role=publish_subscribe";
        assertThat(List.of(base, base + "&cell-number=3", "wss://h/p", "wss://h/p?x=X-Amz-Date"))
                .noneMatch(url -> PresignedUrl.is(URI.create(url)));
        assertThat(List.of(base + "&X-Amz-Signature=ab", base + "&X-Amz-Date", "wss://h/?X-Amz-Security-Token=%2F"))
                .allMatch(url -> PresignedUrl.is(URI.create(url)));
    }
}
