package slipway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.async.ManualTimer;

class ClientSessionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Pair plain() {
        return new Pair(new AgentOptions(
                "s-1",
                "ecs:c_t_r",
                SessionType.INTERACTIVE_COMMANDS,
                Map.of(),
                false,
                Optional.empty(),
                "",
                AgentOptions.BASIC_VERSION));
    }

    @Test
    void session_whenTheAgentShakesHands_goesLiveAndTellsItsSize() {
        var pair = new Pair();
        pair.live();

        assertThat(pair.client.states)
                .containsExactly(
                        new SessionState.Connecting(1),
                        new SessionState.Waiting(),
                        new SessionState.Live(
                                SessionType.INTERACTIVE_COMMANDS, Map.of(), AgentOptions.BASIC_VERSION, false));
        assertThat(pair.agent.events).containsExactly("attached 1.2.764.0", "100x40");
        assertThat(pair.network.upgrades).containsExactly(Map.of("Authorization", "signed"));
        assertThat(pair.network.urls).containsExactly(Pair.STREAM);
    }

    @Test
    void session_whenTheAgentBeginsWithOutput_goesLiveWithoutAHandshake() throws Exception {
        var pair = plain();
        ClientSession session = pair.live();
        assertThat(pair.client.last()).isEqualTo(new SessionState.Waiting());
        session.write("early".getBytes(UTF_8));
        pair.pass(SECOND);
        assertThat(pair.agent.text()).isEmpty();

        pair.server.offer("$ ".getBytes(UTF_8));
        pair.pass(SECOND);

        assertThat(pair.client.text()).isEqualTo("$ ");
        assertThat(pair.client.last()).isInstanceOf(SessionState.Live.class);
        assertThat(pair.agent.events).contains("100x40");
        assertThat(pair.agent.text()).isEqualTo("early");
    }

    @Test
    void session_whenNothingComes_saysSoOnceAndWaits() {
        Pair pair = plain();
        pair.live();
        pair.pass(Duration.ofSeconds(20));

        assertThat(pair.client.notices).singleElement().asString().contains("10 s");
        assertThat(pair.client.last()).isEqualTo(new SessionState.Waiting());
    }

    @Test
    void session_whenTheServiceGreets_handsTheWordsOn() {
        var pair = new Pair(new AgentOptions(
                "s-1",
                "t",
                SessionType.STANDARD_STREAM,
                Map.of("a", "b"),
                true,
                Optional.empty(),
                "Everything is recorded.",
                AgentOptions.BASIC_VERSION));
        pair.live();

        assertThat(pair.client.notices).containsExactly("Everything is recorded.");
        assertThat(pair.client.last())
                .isEqualTo(new SessionState.Live(
                        SessionType.STANDARD_STREAM, Map.of("a", "b"), AgentOptions.BASIC_VERSION, false));
    }

    @Test
    void write_whenALineFeedComesAlone_isEnter() throws Exception {
        var pair = new Pair();
        ClientSession session = pair.live();
        session.write("\n".getBytes(UTF_8));
        session.write("a\nb".getBytes(UTF_8));
        pair.pass(SECOND);

        assertThat(pair.agent.text()).isEqualTo("\ra\nb");
    }

    @Test
    void endInput_whenALineIsOpen_endsItFirst() throws Exception {
        var pair = new Pair();
        ClientSession session = pair.live();
        session.write("puts 1".getBytes(UTF_8));
        session.endInput();
        pair.pass(SECOND);
        assertThat(pair.agent.text()).isEqualTo("puts 1\r\u0004");

        session.write("\n".getBytes(UTF_8));
        session.endInput();
        pair.pass(SECOND);
        assertThat(pair.agent.text()).isEqualTo("puts 1\r\u0004\r\u0004");
    }

    @Test
    void resize_whenTheSizeIsTheSame_saysNothing() {
        var pair = new Pair();
        ClientSession session = pair.live();
        session.resize(Pair.SIZE);
        session.resize(new TerminalSize(80, 24));
        session.resize(new TerminalSize(80, 24));
        pair.pass(SECOND);

        assertThat(pair.agent.events).containsExactly("attached 1.2.764.0", "100x40", "80x24");
    }

    @Test
    void offer_whenTheAgentAcknowledgesNothing_takesOneMegabyteAndNoMore() {
        var pair = new Pair();
        ClientSession session = pair.live();
        pair.network.link().server.fallSilent();
        int taken = 0;
        while (session.offer(new byte[1024])) {
            taken++;
        }

        assertThat(taken).isBetween(900, 1024);
    }

    @Test
    void idleRemaining_whenNothingHappens_countsDownAndAKeyWindsItUp() throws Exception {
        var pair = new Pair();
        ClientSession session = pair.live();
        pair.pass(Duration.ofMinutes(5));
        assertThat(session.idleRemaining()).isEqualTo(Duration.ofMinutes(15).minus(SECOND));
        session.write(new byte[] {'x'});
        assertThat(session.idleRemaining()).isEqualTo(Duration.ofMinutes(20));
        pair.pass(Duration.ofMinutes(21));
        assertThat(session.idleRemaining()).isZero();
        pair.server.offer(new byte[] {'y'});
        pair.pass(SECOND);
        assertThat(session.idleRemaining()).isGreaterThan(Duration.ofMinutes(19));
    }

    @Test
    void close_whenLive_terminatesOnceAndEndsTheSocket() {
        var pair = new Pair();
        ClientSession session = pair.live();
        session.close();
        session.close();
        pair.pass(SECOND);

        assertThat(pair.control.terminated).isEqualTo(1);
        assertThat(pair.client.last()).isEqualTo(new SessionState.Ended(new SessionEnd.Terminated()));
        assertThat(pair.network.link().client.closedWith).isEqualTo("1000 ");
        assertThatThrownBy(() -> session.write(new byte[] {'x'}))
                .isInstanceOf(IOException.class)
                .hasMessage("the session has ended");
        assertThat(session.offer(new byte[] {'x'})).isFalse();
    }

    @Test
    void session_whenTheChannelIsClosed_endsWithTheTextAndTerminatesNothing() {
        var pair = new Pair();
        pair.live();
        pair.server.offer("bye".getBytes(UTF_8));
        pair.server.end("process exited with code 3");
        pair.pass(SECOND);

        assertThat(pair.client.last())
                .isEqualTo(new SessionState.Ended(new SessionEnd.Closed("process exited with code 3", true)));
        assertThat(pair.control.terminated).isZero();
    }

    @Test
    void session_whenTheGatewaysOwnClosingIsUnreadable_endsAllTheSame() {
        var pair = new Pair();
        pair.live();
        pair.network
                .link()
                .client
                .inject(Message.ofGateway("channel_closed", 1, Vectors.ID_A, "{".getBytes(UTF_8))
                        .encode());
        pair.pass(SECOND);

        assertThat(pair.client.last()).isEqualTo(new SessionState.Ended(new SessionEnd.Closed("", false)));
    }

    @Test
    void session_whenTheSocketIsCut_resumesWithANewToken() throws Exception {
        var pair = new Pair();
        ClientSession session = pair.live();
        pair.network.cut();
        session.write("while away".getBytes(UTF_8));
        pair.pass(SECOND);

        assertThat(pair.client.states)
                .contains(new SessionState.Reconnecting(1, "the connection broke"))
                .last()
                .isInstanceOf(SessionState.Live.class);
        assertThat(pair.control.resumed).isEqualTo(1);
        assertThat(pair.agent.text()).isEqualTo("while away");
        assertThat(pair.agent.events).containsExactly("attached 1.2.764.0", "100x40", "detached", "attached 1.2.764.0");
    }

    @Test
    void session_whenItIsOverAfterALoss_saysThatItTimedOut() {
        var pair = new Pair();
        pair.live();
        pair.control.over = true;
        pair.network.cut();
        pair.pass(SECOND);

        assertThat(pair.client.failure()).isEqualTo(new ChannelFailure.Over("s-1"));
        assertThat(pair.control.terminated).isZero();
    }

    @Test
    void session_whenResumingIsRefused_isLostAfterOneTry() {
        var pair = new Pair();
        pair.live();
        pair.control.refusal = new IllegalArgumentException("AccessDeniedException");
        pair.network.cut();
        pair.pass(SECOND);

        assertThat(pair.control.resumed).isEqualTo(1);
        assertThat(pair.client.failure()).isInstanceOf(ChannelFailure.Lost.class);
        assertThat(pair.client.failure().detail()).contains("AccessDeniedException");
        assertThat(pair.control.terminated).isEqualTo(1);
    }

    @Test
    void session_whenSsmCannotBeReached_triesSixTimesAndIsLost() {
        var pair = new Pair();
        pair.live();
        pair.control.unreachable = new IOException("no route");
        pair.network.cut();
        pair.pass(Duration.ofSeconds(10));

        assertThat(pair.control.resumed).isEqualTo(6);
        assertThat(pair.client.failure())
                .isEqualTo(new ChannelFailure.Lost("the connection broke", "java.io.IOException: no route"));
        assertThat(pair.client.failure().message())
                .isEqualTo("The session is lost: the connection broke. Open a new session.");
    }

    @Test
    void opening_whenRefusedByTheNetwork_triesSevenTimes() {
        var pair = new Pair();
        pair.network.refuse(new IOException("connection refused"));
        pair.open();
        pair.pass(Duration.ofSeconds(3));
        assertThat(pair.network.urls).hasSizeBetween(5, 7);
        pair.pass(Duration.ofSeconds(10));

        assertThat(pair.network.urls).hasSize(7);
        assertThat(pair.client.failure())
                .isEqualTo(new ChannelFailure.Unreachable(
                        "ws://127.0.0.1:1", 7, "java.io.IOException: connection refused"));
        assertThat(pair.control.terminated).isEqualTo(1);
    }

    @Test
    void opening_whenTheServiceIsBusyAtFirst_succeeds() {
        var pair = new Pair();
        pair.network.refuse(new UpgradeRefusedException(503, "busy"));
        pair.open();
        pair.pass(Duration.ofMillis(20));
        pair.network.refuse(null);
        pair.pass(Duration.ofSeconds(2));

        assertThat(pair.client.last()).isInstanceOf(SessionState.Live.class);
    }

    @Test
    void session_whenTheServiceFallsSilent_isTakenForLostAndResumed() {
        var pair = new Pair();
        pair.live();
        pair.network.link().client.fallSilent();
        pair.pass(Duration.ofSeconds(150));

        assertThat(pair.client.states)
                .contains(new SessionState.Reconnecting(1, "the service gave no sign of life for 54 s"));
        assertThat(pair.client.last()).isInstanceOf(SessionState.Live.class);
        assertThat(pair.network.connections()).isEqualTo(2);
    }

    @Test
    void session_whenNothingIsAcknowledged_givesUpAfterFiveMinutes() throws Exception {
        var pair = new Pair();
        ClientSession session = pair.live();
        // The socket is well, but its server has stopped reading.
        pair.network.serve(socket -> new DeafEar());
        pair.network.link().server.hears(new DeafEar());
        session.write(new byte[] {'x'});
        pair.pass(Duration.ofSeconds(290));
        assertThat(pair.client.last()).isInstanceOf(SessionState.Live.class);
        pair.pass(Duration.ofSeconds(20));

        assertThat(pair.client.failure()).isInstanceOf(ChannelFailure.PeerStopped.class);
        assertThat(pair.client.failure().message()).contains("stopped responding");
        assertThat(pair.control.terminated).isEqualTo(1);
    }

    private static final class DeafEar implements FrameListener {
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

    @Test
    void session_whenFiveMessagesInARowAreCorrupt_isClosed() {
        var pair = new Pair();
        pair.live();
        byte[] bad = new byte[200];
        for (int i = 0; i < 4; i++) {
            pair.network.link().client.inject(bad);
        }
        pair.server.offer(new byte[] {'x'});
        pair.pass(SECOND);
        assertThat(pair.client.last()).isInstanceOf(SessionState.Live.class);
        for (int i = 0; i < 5; i++) {
            pair.network.link().client.inject(bad);
        }
        pair.pass(SECOND);

        assertThat(pair.client.failure()).isInstanceOf(ChannelFailure.CorruptStream.class);
    }

    @Test
    void handshake_whenTheAgentNeverEndsIt_failsAfterTwentySeconds() {
        var pair = new Pair();
        pair.open();
        pair.network.serve(socket -> new DeafEar());
        pair.pass(Duration.ofMillis(1));
        Network.End client = pair.network.link().client;
        client.inject(Vectors.bytes(Vectors.V4));
        pair.pass(Duration.ofSeconds(19));
        assertThat(pair.client.failure()).isNull();
        pair.pass(Duration.ofSeconds(2));

        assertThat(pair.client.failure()).isInstanceOf(ChannelFailure.NoAnswer.class);
        assertThat(pair.control.terminated).isEqualTo(1);
    }

    @Test
    void handshake_whenItAsksForTheUnknown_isRefusedAndSaysSo() {
        var pair = new Pair();
        var request = new HandshakeRequest("3.0.196.0", List.of(new HandshakeRequest.Unknown("Dance")));
        var answers = new ClientHandshake(
                        new SessionOffer("s", Pair.STREAM, "t", ""), "1.2.764.0", (keyId, context) -> {
                            throw new IOException("none");
                        })
                .answer(request);
        assertThat(answers.actions())
                .containsExactly(new HandshakeResponse.Processed("Dance", 3, "", "Unsupported action Dance"));

        pair.network.serve(socket -> new DeafEar());
        pair.open();
        pair.pass(Duration.ofMillis(1));
        pair.network
                .link()
                .client
                .inject(Message.of("output_stream_data", 1, 0, 1, Vectors.ID_A, 5, request.encode())
                        .encode());
        pair.pass(SECOND);

        assertThat(pair.client.failure()).isEqualTo(new ChannelFailure.HandshakeRefused("the action Dance"));
    }

    @Test
    void output_whenTheListenerThrows_endsTheSession() {
        var pair = new Pair();
        pair.live();
        pair.client.mood = new IllegalStateException("the pipe is closed");
        pair.server.offer(new byte[] {'x'});

        assertThatThrownBy(() -> pair.pass(SECOND)).isSameAs(pair.client.mood);
        pair.pass(SECOND);
        assertThat(pair.client.last()).isEqualTo(new SessionState.Ended(new SessionEnd.Terminated()));
        assertThat(pair.control.terminated).isEqualTo(1);
    }

    @Test
    void pause_whenThePeerIsAway_keepsInputUntilItIsBack() throws Exception {
        var pair = new Pair();
        ClientSession session = pair.live();
        Network.End client = pair.network.link().client;
        client.inject(Vectors.bytes(Vectors.V11));
        pair.pass(Duration.ofMillis(5));
        session.write("later".getBytes(UTF_8));
        pair.pass(Duration.ofMinutes(10));
        assertThat(pair.agent.text()).isEmpty();
        assertThat(pair.client.last()).isInstanceOf(SessionState.Live.class);

        client.inject(Message.of("start_publication", 1, 0, 0, Vectors.ID_A, 0, new byte[0])
                .encode());
        pair.pass(SECOND);
        assertThat(pair.agent.text()).isEqualTo("later");
    }

    @Test
    void session_whenItHasEnded_leavesNothingOnTheTimer() {
        for (int i = 0; i < 3; i++) {
            var pair = new Pair();
            ClientSession session = pair.live();
            assertThat(pair.timer.waiting()).isPositive();
            session.offer(new byte[] {'x'});
            if (i == 0) {
                session.close();
                pair.server.end("");
            } else if (i == 1) {
                pair.server.end("bye");
            } else {
                pair.control.over = true;
                pair.network.cut();
                pair.server.end("");
            }
            pair.pass(Duration.ofSeconds(20));

            assertThat(pair.client.last()).isInstanceOf(SessionState.Ended.class);
            assertThat(pair.timer.waiting()).as("way %d to end", i).isZero();
        }
    }

    @Test
    void output_whenTheReaderIsSlow_isNotReadWithoutLimit() {
        // The agent's end of others has no window: here it sends on whatever is acknowledged.
        var tasks = new ArrayDeque<Runnable>();
        var time = new ManualTimer();
        var network = new Network(time);
        network.serve(socket -> new DeafEar());
        var channel = new ChannelClient(
                network,
                url -> Map.of(),
                new Pair().control,
                (keyId, context) -> {
                    throw new IOException("none");
                },
                time,
                time,
                tasks::add);
        ClientSession session = channel.open(
                new SessionOffer("s", Pair.STREAM, "t", ""),
                ClientOptions.interactive(Pair.SIZE),
                new Pair.ClientEar());
        tasks.remove().run();
        tasks.remove().run();
        Network.End end = network.link().client;
        byte[] piece = new byte[32 * 1024];
        for (int number = 0; number < 1000; number++) {
            end.inject(Message.of("output_stream_data", 1, number, 0, Vectors.ID_A, 1, piece)
                    .encode());
            time.advance(Duration.ofMillis(1));
        }
        assertThat(end.unread()).isGreaterThan(700);

        while (!tasks.isEmpty() || end.unread() > 0) {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
            time.advance(Duration.ofMillis(1));
        }
        assertThat(session.state()).isInstanceOf(SessionState.Live.class);
    }
}
