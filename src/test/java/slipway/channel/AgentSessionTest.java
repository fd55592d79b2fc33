package slipway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The agent's end, with clients written by hand. */
class AgentSessionTest {
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final Pair pair = new Pair();
    private final Ear ear = new Ear();

    /** What a client hears. */
    private static final class Ear implements FrameListener {
        final List<Message> messages = new ArrayList<>();
        String closed = "";

        @Override
        public void text(String text) {}

        @Override
        public void binary(byte[] message) {
            try {
                messages.add(Message.decode(message));
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void pong() {}

        @Override
        public void closed(int code, String reason) {
            closed = code + " " + reason;
        }

        @Override
        public void failed(Throwable cause) {
            closed = "failed";
        }

        List<Message> of(String type) {
            return messages.stream()
                    .filter(message -> message.type().equals(type))
                    .toList();
        }
    }

    private FrameSocket connect(String token) {
        FrameSocket socket = pair.network
                .open(Pair.STREAM, Map.of(), ear)
                .toCompletableFuture()
                .join();
        for (int i = 0; i < 100; i++) {
            socket.request();
        }
        socket.sendText(new OpenDataChannel("r", token, "c", "1.2.0.0").encode());
        pair.pass(MOMENT);
        return socket;
    }

    private void send(FrameSocket socket, long number, int payloadType, byte[] payload) {
        socket.sendBinary(Message.of("input_stream_data", 1, number, 0, Vectors.ID_A, payloadType, payload)
                .encode());
        pair.pass(MOMENT);
    }

    private void acknowledgeAll(FrameSocket socket) {
        ear.of("output_stream_data")
                .forEach(message -> socket.sendBinary(
                        Acknowledge.of(message).message(1, Vectors.ID_A).encode()));
        pair.pass(MOMENT);
    }

    private FrameSocket shaken() {
        FrameSocket socket = connect("token-0");
        acknowledgeAll(socket);
        socket.sendBinary(Vectors.bytes(Vectors.V5));
        pair.pass(MOMENT);
        acknowledgeAll(socket);
        return socket;
    }

    @Test
    void attach_whenTheTokenIsRight_asksForAHandshakeAsRealAgentsDo() throws Exception {
        connect("token-0");

        Message request = ear.messages.getFirst();
        Message expected = Message.decode(Vectors.bytes(Vectors.V4));
        assertThat(request.payload()).isEqualTo(expected.payload());
        assertThat(request.sequenceNumber()).isZero();
        assertThat(request.flags()).isEqualTo(1);
    }

    @Test
    void attach_whenTheTokenIsWrong_closesWith1003() {
        connect("token-1");

        assertThat(ear.closed).isEqualTo("1003 the token is not this session's");
        assertThat(pair.agent.events).isEmpty();
    }

    @Test
    void attach_whenTheFirstFrameIsNoJson_closesWith1003() {
        FrameSocket socket = pair.network
                .open(Pair.STREAM, Map.of(), ear)
                .toCompletableFuture()
                .join();
        socket.sendText("hello");
        pair.pass(MOMENT);

        assertThat(ear.closed).startsWith("1003 ");
    }

    @Test
    void attach_whenNoFirstFrameComes_closesAfterAWhile() {
        pair.network.open(Pair.STREAM, Map.of(), ear).toCompletableFuture().join();
        pair.pass(Duration.ofSeconds(14));
        assertThat(ear.closed).isEmpty();
        pair.pass(Duration.ofSeconds(2));

        assertThat(ear.closed).startsWith("1003 ");
    }

    @Test
    void attach_whenBytesComeBeforeTheToken_closes() {
        FrameSocket socket = pair.network
                .open(Pair.STREAM, Map.of(), ear)
                .toCompletableFuture()
                .join();
        socket.sendBinary(Vectors.bytes(Vectors.V1));
        pair.pass(MOMENT);

        assertThat(ear.closed).startsWith("1003 ");
        assertThat(pair.agent.text()).isEmpty();
    }

    @Test
    void renewToken_whenTheOldOneComes_refusesIt() {
        pair.server.renewToken("token-9");
        connect("token-0");

        assertThat(ear.closed).startsWith("1003 ");
    }

    @Test
    void handshake_whenTheAnswerIsRight_isCompletedAndSizeOpensTheOutput() {
        FrameSocket socket = connect("token-0");
        socket.sendBinary(Vectors.bytes(Vectors.V5));
        pair.pass(MOMENT);
        acknowledgeAll(socket);
        assertThat(ear.of("output_stream_data"))
                .extracting(Message::payloadType)
                .containsExactly(PayloadType.HANDSHAKE_REQUEST, PayloadType.HANDSHAKE_COMPLETE);
        assertThat(pair.server.offer(new byte[] {'$'})).isFalse();

        socket.sendBinary(Vectors.bytes(Vectors.V3));
        pair.pass(MOMENT);
        assertThat(pair.agent.events).containsExactly("attached 1.2.0.0", "80x24");
        assertThat(pair.server.offer(new byte[] {'$'})).isTrue();
    }

    @Test
    void output_whenTheClientTellsNoSize_waitsForAQuarterOfASecond() {
        shaken();
        pair.pass(Duration.ofMillis(200));
        assertThat(pair.server.offer(new byte[] {'$'})).isFalse();
        pair.pass(Duration.ofMillis(60));

        assertThat(pair.server.offer(new byte[] {'$'})).isTrue();
    }

    @Test
    void handshake_whenTheClientFailsAnAction_endsTheSession() {
        FrameSocket socket = connect("token-0");
        var refusal = new HandshakeResponse(
                "1.2.0.0",
                List.of(new HandshakeResponse.Processed("SessionType", 2, "", "Unknown session type")),
                List.of());
        acknowledgeAll(socket);
        send(socket, 0, PayloadType.HANDSHAKE_RESPONSE, refusal.encode());

        assertThat(pair.agent.events.getLast()).startsWith("failed: ").contains("Unknown session type");
        assertThat(ear.messages.getLast().type()).isEqualTo("channel_closed");
    }

    @Test
    void handshake_whenTheClientIsSilent_isGivenUpAfterFifteenSeconds() {
        FrameSocket socket = connect("token-0");
        acknowledgeAll(socket);
        pair.pass(Duration.ofSeconds(16));

        assertThat(pair.agent.events.getLast()).startsWith("failed: ").contains("15 s");
        assertThat(ear.messages.getLast().type()).isEqualTo("channel_closed");
    }

    @Test
    void input_whenDoubledAndOutOfOrder_arrivesOnceInOrderAndIsAcknowledgedEachTime() throws Exception {
        FrameSocket socket = shaken();
        ear.messages.clear();
        send(socket, 2, PayloadType.OUTPUT, "b".getBytes(UTF_8));
        assertThat(pair.agent.text()).isEmpty();
        send(socket, 1, PayloadType.OUTPUT, "a".getBytes(UTF_8));
        send(socket, 1, PayloadType.OUTPUT, "a".getBytes(UTF_8));
        send(socket, 2, PayloadType.OUTPUT, "b".getBytes(UTF_8));

        assertThat(pair.agent.text()).isEqualTo("ab");
        var numbers = new ArrayList<Long>();
        for (Message message : ear.of("acknowledge")) {
            numbers.add(Acknowledge.decode(message.payload()).sequenceNumber());
            assertThat(message.flags()).isEqualTo(3);
            assertThat(message.sequenceNumber()).isZero();
            assertThat(message.payloadType()).isZero();
        }
        assertThat(numbers).containsExactly(2L, 1L, 1L, 2L);
    }

    @Test
    void input_whenTooFarAhead_isNeitherKeptNorAcknowledged() {
        FrameSocket socket = shaken();
        ear.messages.clear();
        send(socket, 10_001, PayloadType.OUTPUT, new byte[] {'x'});

        assertThat(ear.of("acknowledge")).isEmpty();
    }

    @Test
    void input_whenTheHandshakeIsNotOver_isAcknowledgedAndThrownAway() {
        FrameSocket socket = connect("token-0");
        send(socket, 0, PayloadType.OUTPUT, "early".getBytes(UTF_8));

        assertThat(ear.of("acknowledge")).hasSize(1);
        assertThat(pair.agent.text()).isEmpty();
    }

    @Test
    void output_whenNotAcknowledged_isSentAgainWithTheSameBytesAndSlowly() {
        shaken();
        pair.pass(Duration.ofSeconds(1));
        ear.messages.clear();
        pair.server.offer("hello".getBytes(UTF_8));
        pair.pass(Duration.ofSeconds(10));

        List<Message> sent = ear.of("output_stream_data");
        assertThat(sent).hasSizeBetween(9, 14);
        assertThat(sent).extracting(Message::id).containsOnly(sent.getFirst().id());
        assertThat(sent).extracting(Message::sequenceNumber).containsOnly(2L);
    }

    @Test
    void output_whenLong_isCutIntoPieces() {
        FrameSocket socket = shaken();
        pair.pass(Duration.ofSeconds(1));
        ear.messages.clear();
        pair.server.offer(new byte[100_000]);
        pair.pass(MOMENT);
        acknowledgeAll(socket);

        assertThat(ear.of("output_stream_data"))
                .extracting(message -> message.payload().length)
                .containsExactly(32768, 32768, 32768, 1696);
    }

    @Test
    void flag_whenTheClientWantsTheEnd_isToldToTheListener() {
        FrameSocket socket = shaken();
        send(socket, 1, PayloadType.FLAG, Payloads.flag(Flag.TERMINATE_SESSION));

        assertThat(pair.agent.events).contains("TERMINATE_SESSION");
    }

    @Test
    void end_whenOutputIsUnacknowledged_waitsTwoSecondsForIt() {
        FrameSocket socket = shaken();
        pair.pass(Duration.ofSeconds(1));
        pair.server.offer(new byte[] {'x'});
        CompletionStage<Void> gone = pair.server.end("");
        pair.pass(Duration.ofMillis(1900));
        assertThat(ear.of("channel_closed")).isEmpty();
        pair.pass(Duration.ofMillis(200));
        assertThat(ear.of("channel_closed")).hasSize(1);
        assertThat(gone.toCompletableFuture()).isNotDone();
        pair.pass(Duration.ofSeconds(6));

        assertThat(ear.closed).isEqualTo("1000 ");
        assertThat(gone.toCompletableFuture()).isDone();
        assertThatThrownBy(() -> pair.server.write(new byte[] {'x'})).isInstanceOf(IOException.class);
        assertThat(socket.pending()).isZero();
    }

    @Test
    void end_whenTheClientIsAwayForAMoment_isToldWhenItIsBack() {
        FrameSocket socket = shaken();
        socket.abort();
        pair.pass(MOMENT);
        CompletionStage<Void> gone = pair.server.end("over");
        pair.pass(Duration.ofSeconds(5));
        assertThat(gone.toCompletableFuture()).isNotDone();
        connect("token-0");

        assertThat(ear.of("channel_closed")).hasSize(1);
    }

    @Test
    void end_whenNobodyComesBack_isOverAfterTenSeconds() {
        CompletionStage<Void> gone = pair.server.end("over");
        pair.pass(Duration.ofSeconds(11));

        assertThat(gone.toCompletableFuture()).isDone();
        connect("token-0");
        assertThat(ear.closed).isEqualTo("1003 the session is over");
    }

    @Test
    void attach_whenAnotherClientHasTheToken_isRefused() {
        shaken();
        FrameSocket second = pair.network
                .open(Pair.STREAM, Map.of(), ear)
                .toCompletableFuture()
                .join();
        second.sendText(new OpenDataChannel("r", "token-0", "somebody else", "").encode());
        pair.pass(MOMENT);

        assertThat(ear.closed).isEqualTo("1003 another client has this session");
        assertThat(pair.server.isAttached()).isTrue();
    }

    @Test
    void socket_whenTheClientAnswersNoPing_isDropped() {
        shaken();
        pair.network.link().server.fallSilent();
        pair.pass(Duration.ofSeconds(110));

        assertThat(ear.closed).isEqualTo("failed");
        assertThat(pair.agent.events).contains("detached");
        assertThat(pair.network.link().server.pings).isGreaterThanOrEqualTo(1);
    }

    @Test
    void encryption_whenBothHaveTheKey_sealsEveryByte() throws Exception {
        byte[] key = new byte[64];
        Arrays.fill(key, 0, 32, (byte) 1);
        Arrays.fill(key, 32, 64, (byte) 2);
        var contexts = new ArrayList<Map<String, String>>();
        var sealed = new Pair(new AgentOptions(
                "s-1",
                "ecs:c_t_r",
                SessionType.INTERACTIVE_COMMANDS,
                Map.of(),
                true,
                Optional.of(new AgentEncryption("arn:key", (blob, context) -> {
                    contexts.add(context);
                    assertThat(blob).isEqualTo("blob".getBytes(UTF_8));
                    return key;
                })),
                "",
                AgentOptions.BASIC_VERSION));
        sealed.keys = (keyId, context) -> {
            assertThat(keyId).isEqualTo("arn:key");
            contexts.add(context);
            return new DataKeys.DataKey(key, "blob".getBytes(UTF_8));
        };
        ClientSession client = sealed.live();
        assertThat(((SessionState.Live) sealed.client.last()).encrypted()).isTrue();
        client.write("secret".getBytes(UTF_8));
        sealed.server.offer("answer".getBytes(UTF_8));
        sealed.server.writeError("oops".getBytes(UTF_8));
        sealed.server.exitCode(3);
        sealed.pass(Duration.ofSeconds(1));

        assertThat(sealed.agent.text()).isEqualTo("secret");
        assertThat(sealed.client.text()).isEqualTo("answer");
        assertThat(sealed.client.errors.toString(UTF_8)).isEqualTo("oops");
        assertThat(sealed.client.exitCodes).containsExactly(3);
        assertThat(contexts)
                .hasSize(2)
                .containsOnly(Map.of("aws:ssm:SessionId", "s-1", "aws:ssm:TargetId", "ecs:c_t_r"));
        assertThat(sealed.network.carried()).noneMatch(frame -> frame.contains("secret") || frame.contains("answer"));
        assertThat(sealed.network.carried()).anyMatch(frame -> frame.contains("arn:key"));
    }

    @Test
    void encryption_whenKmsRefuses_failsWithTheKeysName() {
        var sealed = new Pair(new AgentOptions(
                "s-1",
                "ecs:c_t_r",
                SessionType.INTERACTIVE_COMMANDS,
                Map.of(),
                true,
                Optional.of(new AgentEncryption("arn:key", (blob, context) -> blob)),
                "",
                AgentOptions.BASIC_VERSION));
        sealed.keys = (keyId, context) -> {
            throw new IllegalStateException("AccessDeniedException");
        };
        sealed.live();

        assertThat(sealed.client.failure()).isInstanceOf(ChannelFailure.EncryptionFailed.class);
        assertThat(sealed.client.failure().message()).contains("arn:key").contains("kms:GenerateDataKey");
        assertThat(sealed.agent.events).anyMatch(event -> event.startsWith("failed: "));
    }

    @Test
    void encryption_whenTheAgentHasAnotherKey_failsAtTheChallenge() {
        var sealed = new Pair(new AgentOptions(
                "s-1",
                "ecs:c_t_r",
                SessionType.INTERACTIVE_COMMANDS,
                Map.of(),
                true,
                Optional.of(new AgentEncryption("arn:key", (blob, context) -> new byte[64])),
                "",
                AgentOptions.BASIC_VERSION));
        byte[] other = new byte[64];
        Arrays.fill(other, (byte) 7);
        sealed.keys = (keyId, context) -> new DataKeys.DataKey(other, new byte[] {1});
        sealed.live();

        assertThat(sealed.client.failure()).isInstanceOf(ChannelFailure.EncryptionFailed.class);
    }
}
