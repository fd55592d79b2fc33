package slipway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The stream over a network that loses, doubles and reorders, and whose sockets break. */
class FaultTest {
    private static final int FIVE_MEGABYTES = 5 << 20;

    private final Pair pair = new Pair();

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** One direction: what is left goes out as soon as there is room. */
    private static final class Feed {
        private static final int PIECE = 8000;

        private final byte[] bytes;
        private final Predicate<byte[]> end;
        private int sent;

        Feed(byte[] bytes, Predicate<byte[]> end) {
            this.bytes = bytes;
            this.end = end;
        }

        void go() {
            while (sent < bytes.length
                    && end.test(Arrays.copyOfRange(bytes, sent, Math.min(bytes.length, sent + PIECE)))) {
                sent = Math.min(bytes.length, sent + PIECE);
            }
        }
    }

    @Test
    void transfer_whenFramesAreSpoiltAndTheSocketIsCutTwice_arrivesEqual() {
        ClientSession client = pair.live();
        byte[] down = noise(FIVE_MEGABYTES, 1);
        byte[] up = noise(FIVE_MEGABYTES / 4, 2);
        var output = new Feed(down, pair.server::offer);
        var input = new Feed(up, client::offer);
        pair.network.spoil(0.05);
        int cuts = 0;
        int rounds = 0;
        while ((pair.client.output.size() < down.length || pair.agent.input.size() < up.length) && rounds++ < 60_000) {
            output.go();
            input.go();
            pair.pass(Duration.ofMillis(10));
            if (cuts < 2 && pair.client.output.size() > (cuts + 1) * FIVE_MEGABYTES / 3) {
                cuts++;
                pair.network.cut();
            }
        }
        assertThat(cuts).isEqualTo(2);
        assertThat(pair.control.resumed).isEqualTo(2);
        assertThat(pair.network.sawEveryFault()).as(pair.network.faultsSoFar()).isTrue();
        assertThat(pair.client.output.toByteArray()).isEqualTo(down);
        assertThat(pair.agent.input.toByteArray()).isEqualTo(up);
        assertThat(pair.client.last()).isInstanceOf(SessionState.Live.class);
    }

    @Test
    void end_whenFramesAreSpoilt_comesAfterEveryByte() {
        pair.live();
        byte[] down = noise(300_000, 3);
        pair.network.spoil(0.05);
        assertThat(pair.server.offer(down)).isTrue();
        pair.server.end("");
        pair.pass(Duration.ofMillis(1900));
        pair.network.spoil(0);
        pair.pass(Duration.ofSeconds(10));

        assertThat(pair.client.output.toByteArray()).isEqualTo(down);
    }
}
