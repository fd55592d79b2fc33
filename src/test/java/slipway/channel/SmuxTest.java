package slipway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmuxTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<SmuxStream> accepted = new ArrayList<>();
    private final Smux client = new Smux(sent::writeBytes, null);
    private final Smux server = new Smux(bytes -> {}, accepted::add);

    private String sentHex() {
        String hex = HexFormat.of().formatHex(sent.toByteArray());
        sent.reset();
        return hex;
    }

    @Test
    void open_whenFirst_writesTheRealClientsFirstFrame() throws Exception {
        client.open();

        assertThat(sentHex()).isEqualTo("0100000003000000");
    }

    @Test
    void write_whenGivenBytes_framesThemLittleEndian() throws Exception {
        SmuxStream stream = client.open();
        sent.reset();
        stream.write("abc".getBytes(UTF_8));
        stream.close();
        stream.close();
        client.keepAlive();

        assertThat(sentHex()).isEqualTo("0102030003000000616263" + "0101000003000000" + "0103000000000000");
        assertThat(client.open().id()).isEqualTo(5);
    }

    @Test
    void receive_whenFramesAreCutAnywhere_putsThemTogether() throws Exception {
        SmuxStream one = client.open();
        SmuxStream two = client.open();
        byte[] noise = new byte[100_000];
        new Random(4).nextBytes(noise);
        one.write(noise);
        two.write("second".getBytes(UTF_8));
        one.close();
        byte[] all = sent.toByteArray();
        for (int from = 0; from < all.length; from += 777) {
            server.receive(Arrays.copyOfRange(all, from, Math.min(all.length, from + 777)));
        }

        assertThat(accepted).extracting(SmuxStream::id).containsExactly(3, 5);
        var got = new ByteArrayOutputStream();
        for (byte[] next = accepted.getFirst().read();
                next != null;
                next = accepted.getFirst().read()) {
            got.writeBytes(next);
        }
        assertThat(got.toByteArray()).isEqualTo(noise);
        assertThat(accepted.getLast().read()).isEqualTo("second".getBytes(UTF_8));
    }

    @Test
    void receive_whenAStreamIsUnknown_ignoresIt() throws Exception {
        client.receive(HexFormat.of().parseHex("0102030007000000616263" + "0101000007000000"));

        assertThat(client.size()).isZero();
    }

    @Test
    void receive_whenItIsNoSmux_refuses() {
        assertThatThrownBy(() -> client.receive("HTTP/1.1 200".getBytes(UTF_8)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void receive_whenFuzzed_throwsNothingElse() throws Exception {
        var random = new Random(9);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            var end = new Smux(bytes -> {}, stream -> {});
            byte[] frames = HexFormat.of().parseHex("0100000003000000" + "0102030003000000616263" + "0101000003000000");
            frames[random.nextInt(frames.length)] = (byte) random.nextInt(256);
            try {
                end.receive(frames);
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 19_000);
    }

    @Test
    void end_whenAStreamIsRead_endsIt() throws Exception {
        SmuxStream stream = client.open();
        client.end();

        assertThat(stream.read()).isNull();
        assertThatThrownBy(() -> stream.write(new byte[] {1})).hasMessageContaining("closed");
        assertThatThrownBy(client::open).hasMessageContaining("ended");
    }

    @Test
    void after_whenVersionsDiffer_comparesNumbers() {
        assertThat(Versions.after("1.1.70.0", "1.1.69.0")).isTrue();
        assertThat(Versions.after("1.1.9.0", "1.1.70.0")).isFalse();
        assertThat(Versions.after("3.0.196.0", "3.0.196.0")).isFalse();
        assertThat(Versions.after("3.3.0", "3.0.196.0")).isFalse();
        assertThat(Versions.after("", "1.1.69.0")).isFalse();
        assertThat(Versions.after("9999999999.0.0.0", "1.1.69.0")).isFalse();
    }
}
