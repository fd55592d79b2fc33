package slipway.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import slipway.async.ManualTimer;

/** Both ends of a session over a {@link Network}, in time that stands still until a test moves it. */
@NullMarked
final class Pair {
    static final URI STREAM = URI.create("ws://127.0.0.1:1/v1/data-channel/s-1?role=publish_subscribe");
    static final TerminalSize SIZE = new TerminalSize(100, 40);

    final ManualTimer time = new ManualTimer();
    final CountingTimer timer = new CountingTimer(time);
    final Executor executor = task -> time.after(Duration.ZERO, task);
    final Network network = new Network(time);
    final Control control = new Control();
    final ClientEar client = new ClientEar();
    final AgentEar agent = new AgentEar();
    final AgentSession server;

    @Nullable
    DataKeys keys;

    private @Nullable ClientSession session;

    Pair(AgentOptions options) {
        server = new AgentSession(options, "token-0", agent, timer, time, executor);
        network.serve(server::attach);
    }

    Pair() {
        this(AgentOptions.command("s-1", "ecs:c_t_r"));
    }

    ClientSession open() {
        return open(ClientOptions.interactive(SIZE));
    }

    ClientSession open(ClientOptions options) {
        var channel = new ChannelClient(
                network,
                url -> Map.of("Authorization", "signed"),
                control,
                keys != null
                        ? keys
                        : (keyId, context) -> {
                            throw new IllegalStateException("no keys here");
                        },
                timer,
                time,
                executor);
        session = channel.open(new SessionOffer("s-1", STREAM, "token-0", "ecs:c_t_r"), options, client);
        return session;
    }

    /** Opens and waits until both ends are ready. */
    ClientSession live() {
        ClientSession opened = open();
        pass(Duration.ofSeconds(1));
        return opened;
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    /** SSM's calls, answered by the other end. */
    final class Control implements SessionControl {
        int resumed;
        int terminated;
        boolean over;

        @Nullable
        RuntimeException refusal;

        @Nullable
        IOException unreachable;

        @Override
        public Optional<Resumption> resume(String sessionId) throws IOException {
            resumed++;
            if (unreachable != null) {
                throw unreachable;
            }
            if (refusal != null) {
                throw refusal;
            }
            if (over) {
                return Optional.empty();
            }
            String token = "token-" + resumed;
            server.renewToken(token);
            return Optional.of(new Resumption(token, Optional.empty()));
        }

        @Override
        public void terminate(String sessionId) throws IOException {
            terminated++;
        }
    }

    /** What the client's listener heard. */
    static final class ClientEar implements SessionListener {
        final List<SessionState> states = new ArrayList<>();
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        final List<String> notices = new ArrayList<>();
        final List<Flag> flags = new ArrayList<>();
        final List<Integer> exitCodes = new ArrayList<>();

        @Nullable
        RuntimeException mood;

        @Override
        public void state(SessionState state) {
            states.add(state);
        }

        @Override
        public void output(byte[] bytes) {
            if (mood != null) {
                throw mood;
            }
            output.writeBytes(bytes);
        }

        @Override
        public void errorOutput(byte[] bytes) {
            errors.writeBytes(bytes);
        }

        @Override
        public void exitCode(int code) {
            exitCodes.add(code);
        }

        @Override
        public void notice(String text) {
            notices.add(text);
        }

        @Override
        public void flag(Flag flag) {
            flags.add(flag);
        }

        SessionState last() {
            return states.getLast();
        }

        String text() {
            return output.toString(StandardCharsets.UTF_8);
        }

        @Nullable
        ChannelFailure failure() {
            return last() instanceof SessionState.Ended(SessionEnd end) && end instanceof SessionEnd.Failed(var failure)
                    ? failure
                    : null;
        }
    }

    /** What the agent's listener heard. */
    static final class AgentEar implements AgentListener {
        final List<String> events = new ArrayList<>();
        final ByteArrayOutputStream input = new ByteArrayOutputStream();

        @Override
        public void attached(String clientVersion) {
            events.add("attached " + clientVersion);
        }

        @Override
        public void input(byte[] bytes) {
            input.writeBytes(bytes);
        }

        @Override
        public void size(TerminalSize size) {
            events.add(size.columns() + "x" + size.rows());
        }

        @Override
        public void flag(Flag flag) {
            events.add(flag.name());
        }

        @Override
        public void detached(String reason) {
            events.add("detached");
        }

        @Override
        public void failed(String reason) {
            events.add("failed: " + reason);
        }

        String text() {
            return input.toString(StandardCharsets.UTF_8);
        }
    }
}
