package slipway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Frames that are almost right, into sessions that are under way. Whatever an end throws comes out of the timer. */
class FuzzTest {
    private static final int FRAMES = 100_000;
    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final List<byte[]> SEEDS = List.of(
            Vectors.bytes(Vectors.V1),
            Vectors.bytes(Vectors.V2),
            Vectors.bytes(Vectors.V3),
            Vectors.bytes(Vectors.V4),
            Vectors.bytes(Vectors.V5),
            Vectors.bytes(Vectors.V6),
            Vectors.bytes(Vectors.V7),
            Vectors.bytes(Vectors.V10),
            Vectors.bytes(Vectors.V11));

    private int sessions;

    @Test
    void client_whenFramesAreFuzzed_throwsNothingAndEnds() {
        fuzz(pair -> pair.network.link().client);
    }

    @Test
    void agent_whenFramesAreFuzzed_throwsNothingAndEnds() {
        fuzz(pair -> pair.network.link().server);
    }

    @Test
    void agent_whenFirstFramesAreFuzzed_throwsNothingAndLetsNobodyIn() {
        var random = new Random(5);
        byte[] seed = new OpenDataChannel("r", "nothing", "c", "v").encode().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 10_000; i++) {
            var pair = new Pair();
            pair.network.open(Pair.STREAM, Map.of(), new Silence());
            byte[] frame = seed.clone();
            for (int changes = random.nextInt(8); changes >= 0; changes--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(128);
            }
            pair.network.link().server.inject(new String(frame, StandardCharsets.UTF_8));
            pair.pass(MOMENT);
            assertThat(pair.agent.events).isEmpty();
        }
    }

    private void fuzz(Function<Pair, Network.End> target) {
        var random = new Random(20261125);
        Pair pair = null;
        ClientSession session = null;
        int left = FRAMES;
        while (left > 0) {
            if (pair == null) {
                sessions++;
                pair = new Pair();
                session = pair.open();
                // Some sessions meet it before the handshake, some in it, some after.
                pair.pass(Duration.ofMillis(random.nextInt(8)));
                if (pair.network.connections() == 0) {
                    pair.pass(MOMENT);
                }
            }
            Network.End end = target.apply(pair);
            for (int i = 0; i < 5 && left > 0; i++, left--) {
                end.inject(Fuzz.frame(random, SEEDS));
            }
            session.offer(new byte[] {'x'});
            pair.server.offer(new byte[] {'y'});
            pair.pass(MOMENT);
            if (pair.client.last() instanceof SessionState.Ended || random.nextInt(50) == 0) {
                session.close();
                pair.server.end("");
                pair.pass(Duration.ofSeconds(30));
                assertThat(pair.client.last()).isInstanceOf(SessionState.Ended.class);
                assertThat(pair.server.end("").toCompletableFuture()).isDone();
                pair = null;
            }
        }
        assertThat(sessions).isGreaterThan(100);
    }

    private static final class Silence implements FrameListener {
        @Override
        public void text(String text) {}

        @Override
        public void binary(byte[] message) {}

        @Override
        public void pong() {}

        @Override
        public void closed(int code, String reason) {}

        @Override
        public void failed(Throwable cause) {}
    }
}
