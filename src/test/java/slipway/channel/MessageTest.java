package slipway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.channel.Vectors.CREATED;
import static slipway.channel.Vectors.ID_A;
import static slipway.channel.Vectors.ID_B;
import static slipway.channel.Vectors.bytes;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MessageTest {
    private static final HandshakeRequest REQUEST =
            new HandshakeRequest("3.0.196.0", List.of(new HandshakeRequest.BeOfType("InteractiveCommands", Map.of())));
    private static final HandshakeResponse RESPONSE =
            new HandshakeResponse("1.2.0.0", List.of(HandshakeResponse.Processed.done("SessionType")), List.of());
    private static final HandshakeComplete COMPLETE = new HandshakeComplete(Duration.ofMillis(12), "");
    private static final ChannelClosed CLOSED =
            new ChannelClosed(ID_B.toString(), "1700000000000", "ecs:local_t1_r1", "local-0001", "");
    private static final Acknowledge ACKNOWLEDGE = new Acknowledge("output_stream_data", ID_B.toString(), 2);

    private record Vector(String name, String hex, Message message) {}

    private static Message input(long sequence, int payloadType, byte[] payload) {
        return Message.of("input_stream_data", CREATED, sequence, 0, ID_A, payloadType, payload);
    }

    private static Message output(long sequence, long flags, int payloadType, byte[] payload) {
        return Message.of("output_stream_data", CREATED, sequence, flags, ID_B, payloadType, payload);
    }

    private static List<Vector> vectors() {
        return List.of(
                new Vector("V1", Vectors.V1, input(3, 1, "ls\n".getBytes(UTF_8))),
                new Vector("V2", Vectors.V2, ACKNOWLEDGE.message(CREATED, ID_A)),
                new Vector("V3", Vectors.V3, input(1, 3, Payloads.size(new TerminalSize(80, 24)))),
                new Vector("V4", Vectors.V4, output(0, 1, 5, REQUEST.encode())),
                new Vector("V5", Vectors.V5, input(0, 6, RESPONSE.encode())),
                new Vector("V6", Vectors.V6, output(1, 0, 7, COMPLETE.encode())),
                new Vector("V7", Vectors.V7, input(9, 10, Payloads.flag(Flag.TERMINATE_SESSION))),
                new Vector("V8", Vectors.V8, CLOSED.message(CREATED, ID_B)),
                new Vector("V9", Vectors.V9, Message.ofGateway("channel_closed", CREATED, ID_B, CLOSED.encode())),
                new Vector("V10", Vectors.V10, output(2, 0, 1, "$ ".getBytes(UTF_8))),
                new Vector("V11", Vectors.V11, Message.of("pause_publication", CREATED, 0, 0, ID_B, 0, new byte[0])));
    }

    @TestFactory
    Stream<DynamicTest> encode_whenGivenAVectorsFields_writesItsBytes() {
        return vectors().stream()
                .map(vector -> DynamicTest.dynamicTest(
                        vector.name,
                        () -> assertThat(HexFormat.of().formatHex(vector.message.encode()))
                                .isEqualTo(HexFormat.of().formatHex(bytes(vector.hex)))));
    }

    @TestFactory
    Stream<DynamicTest> decode_whenGivenAVector_readsItsFields() {
        return vectors().stream()
                .map(vector -> DynamicTest.dynamicTest(vector.name, () -> {
                    Message message = Message.decode(bytes(vector.hex));
                    assertThat(message).usingRecursiveComparison().isEqualTo(vector.message);
                }));
    }

    @Test
    void decode_whenGivenTheVectorsPayloads_readsThem() throws Exception {
        assertThat(Acknowledge.decode(payload(Vectors.V2))).isEqualTo(ACKNOWLEDGE);
        assertThat(Payloads.size(payload(Vectors.V3))).isEqualTo(new TerminalSize(80, 24));
        assertThat(HandshakeRequest.decode(payload(Vectors.V4))).isEqualTo(REQUEST);
        assertThat(HandshakeResponse.decode(payload(Vectors.V5))).isEqualTo(RESPONSE);
        assertThat(HandshakeComplete.decode(payload(Vectors.V6))).isEqualTo(COMPLETE);
        assertThat(Payloads.flag(payload(Vectors.V7))).isEqualTo(Flag.TERMINATE_SESSION);
        assertThat(ChannelClosed.decode(payload(Vectors.V8))).isEqualTo(CLOSED);
        assertThat(ChannelClosed.decode(payload(Vectors.V9))).isEqualTo(CLOSED);
    }

    private static byte[] payload(String vector) throws MalformedMessageException {
        return Message.decode(bytes(vector)).payload();
    }

    @Test
    void decode_whenCutAnywhere_refuses() {
        for (Vector vector : vectors()) {
            byte[] whole = bytes(vector.hex);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> Message.decode(cut))
                        .as("%s cut to %d bytes", vector.name, length)
                        .isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @Test
    void decode_whenThePayloadWasChanged_refuses() {
        byte[] changed = bytes(Vectors.V1);
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> Message.decode(changed))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("not what was sent");
    }

    @Test
    void decode_whenAPauseHasADigestOfItsOwn_takesIt() throws Exception {
        byte[] changed = bytes(Vectors.V11);
        changed[90] ^= 1;

        assertThat(Message.decode(changed).type()).isEqualTo("pause_publication");
    }

    @Test
    void decode_whenTheHeaderPointsPastTheEnd_refuses() {
        byte[] changed = bytes(Vectors.V1);
        changed[0] = 0x7f;

        assertThatThrownBy(() -> Message.decode(changed)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void decode_whenTheDateIsZero_refuses() {
        byte[] changed = bytes(Vectors.V1);
        Arrays.fill(changed, 40, 48, (byte) 0);

        assertThatThrownBy(() -> Message.decode(changed)).hasMessageContaining("no date");
    }

    @Test
    void decode_whenTheTypeIsPaddedOnTheLeft_readsIt() throws Exception {
        byte[] changed = bytes(Vectors.V1);
        byte[] name = "input_stream_data".getBytes(UTF_8);
        Arrays.fill(changed, 4, 36, (byte) 0);
        System.arraycopy(name, 0, changed, 36 - name.length, name.length);

        assertThat(Message.decode(changed).type()).isEqualTo("input_stream_data");
    }

    @Test
    void decode_whenBytesAreFuzzed_throwsNothingElse() {
        var random = new Random(20261125);
        List<byte[]> seeds = vectors().stream().map(vector -> bytes(vector.hex)).toList();
        int refused = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] frame = Fuzz.frame(random, seeds);
            try {
                Fuzz.readAll(Message.decode(frame));
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 99_000);
    }

    @Test
    void exitCode_whenWritten_isRead() {
        assertThat(Payloads.exitCode(Payloads.exitCode(42))).hasValue(42);
        assertThat(Payloads.exitCode("EXIT_CODE: many".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void first_frame_whenWritten_hasFiveKeysAndKeepsItsToken() throws Exception {
        var frame = new OpenDataChannel("r", "secret", "c", "1.2.764.0");

        assertThat(frame.encode())
                .isEqualTo("{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"r\",\"TokenValue\":\"secret\","
                        + "\"ClientId\":\"c\",\"ClientVersion\":\"1.2.764.0\"}");
        assertThat(OpenDataChannel.decode(frame.encode())).isEqualTo(frame);
        assertThat(frame.toString()).doesNotContain("secret");
    }

    @Test
    void sealed_whenOpenedByTheOtherEnd_isEqual() throws Exception {
        byte[] key = new byte[64];
        new Random(1).nextBytes(key);
        byte[] plain = "irb".getBytes(UTF_8);

        assertThat(SealedBytes.ofAgent(key).open(SealedBytes.ofClient(key).seal(plain)))
                .isEqualTo(plain);
        assertThat(SealedBytes.ofClient(key).open(SealedBytes.ofAgent(key).seal(plain)))
                .isEqualTo(plain);
        byte[] changed = SealedBytes.ofAgent(key).seal(plain);
        changed[14] ^= 1;
        assertThatThrownBy(() -> SealedBytes.ofClient(key).open(changed)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() ->
                        SealedBytes.ofClient(key).open(SealedBytes.ofClient(key).seal(plain)))
                .isInstanceOf(MalformedMessageException.class);
    }
}
