package slipway.localcloud.ssm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Background;
import slipway.async.Cancellable;
import slipway.channel.AgentListener;
import slipway.channel.AgentOptions;
import slipway.channel.AgentSession;
import slipway.channel.Flag;
import slipway.channel.FrameListener;
import slipway.channel.FrameSocket;
import slipway.channel.SessionType;
import slipway.channel.TerminalSize;
import slipway.localcloud.agents.Agent;
import slipway.localcloud.process.ChildSpec;
import software.amazon.awssdk.services.ssm.model.SessionStatus;

/** One session, from the call that starts it to its end: the channel to its client, and what it drives in the task. */
final class Session implements AgentListener, SessionProgram.Output {
    private static final Logger log = LoggerFactory.getLogger(Session.class);
    /** Real time, and on AWS not to be configured. */
    static final Duration IDLE = Duration.ofMinutes(20);

    private final String id;
    private final SessionRuntime runtime;
    private final Consumer<SessionRecord> changed;
    private final AgentSession channel;
    private final SessionProgram program;
    private final @Nullable SessionLog transcript;
    private SessionRecord record;
    private Cancellable watching = () -> {};
    private Cancellable idle;
    private Instant active;
    private boolean failed;
    private boolean over;
    private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();

    /**
     * Opens it: from now on a client can attach.
     *
     * @param token admits the first client
     * @param changed hears every change of what is told of it
     */
    Session(
            SessionRecord record,
            String token,
            SessionPlan plan,
            Agent agent,
            SessionRuntime runtime,
            Consumer<SessionRecord> changed) {
        this.id = record.id();
        this.record = record;
        this.runtime = runtime;
        this.changed = changed;
        var clock = runtime.clock();
        this.program = switch (plan) {
            case SessionPlan.Command command ->
                new TerminalProgram(atTerminal(command, agent), runtime.processes(), clock.realTimer(), this);
            case SessionPlan.Port port -> new PortProgram(port.host(), port.port(), this);
        };
        this.transcript = plan instanceof SessionPlan.Command command && command.logGroup() != null
                ? SessionLog.open(runtime.logs(), clock, command.logGroup(), record.id())
                        .orElse(null)
                : null;
        this.channel = new AgentSession(
                options(record, plan),
                token,
                this,
                clock.realTimer(),
                clock.wall(),
                task -> Background.start("session " + record.id(), task));
        this.active = clock.wall().instant();
        this.idle = clock.realTimer().after(IDLE, this::judgeIdle);
        this.watching = agent.onEnd(why -> end(why, false));
    }

    private static ChildSpec atTerminal(SessionPlan.Command command, Agent agent) {
        ChildSpec own = agent.process();
        Map<String, String> environment = new LinkedHashMap<>(own.environment());
        // As the agent on AWS sets it: without it, programs would not know what the terminal can do.
        environment.put("TERM", "xterm-256color");
        return new ChildSpec(own.owner(), CommandLine.split(command.command()), own.folder(), environment);
    }

    private static AgentOptions options(SessionRecord record, SessionPlan plan) {
        return switch (plan) {
            case SessionPlan.Command command -> AgentOptions.command(record.id(), record.target());
            case SessionPlan.Port port ->
                new AgentOptions(
                        record.id(),
                        record.target(),
                        SessionType.PORT,
                        Map.of(
                                "portNumber", String.valueOf(port.port()),
                                "localPortNumber", port.localPort(),
                                "type", "LocalPortForwarding"),
                        true,
                        Optional.empty(),
                        "",
                        // Clients then do not multiplex, whatever their version.
                        AgentOptions.BASIC_VERSION);
        };
    }

    synchronized SessionRecord record() {
        return record;
    }

    /** Whether a client is there now. */
    boolean isAttached() {
        return channel.isAttached();
    }

    /** Serves a client's socket. */
    FrameListener attach(FrameSocket socket) {
        return channel.attach(socket);
    }

    /** Admits clients with this token alone. */
    void renewToken(String token) {
        channel.renewToken(token);
    }

    /**
     * Ends it; completes when the client is gone. Only the first call counts.
     *
     * @param text what the client is told; empty when the user wanted it
     * @param gently whether programs hear a hang-up before they are killed
     */
    CompletionStage<@Nullable Void> end(String text, boolean gently) {
        synchronized (this) {
            if (over) {
                return gone.minimalCompletionStage();
            }
            over = true;
            idle.cancel();
            watching.cancel();
            record = record.with(SessionStatus.TERMINATING);
        }
        changed.accept(record());
        program.stop(gently);
        if (transcript != null) {
            // Before the client hears of the end, and may look for the log.
            transcript.close();
        }
        channel.end(text).whenComplete((done, failure) -> {
            synchronized (this) {
                record = record.ended(
                        failed ? SessionStatus.FAILED : SessionStatus.TERMINATED,
                        runtime.clock().instant());
            }
            changed.accept(record());
            gone.complete(null);
        });
        return gone.minimalCompletionStage();
    }

    @Override
    public void attached(String clientVersion) {
        become(SessionStatus.CONNECTED);
        touch();
        log.info("session {} has a client", id);
    }

    @Override
    public void ready(String clientVersion) {
        try {
            program.start();
        } catch (IOException refused) {
            synchronized (this) {
                failed = true;
            }
            end("----------ERROR-------\n" + refused.getMessage() + "\n", false);
        }
    }

    @Override
    public void input(byte[] bytes) {
        touch();
        attempt(() -> program.input(bytes));
    }

    @Override
    public void size(TerminalSize size) {
        attempt(() -> program.resize(size));
    }

    @Override
    public void flag(Flag flag) {
        touch();
        switch (flag) {
            case TERMINATE_SESSION -> end("", true);
            case DISCONNECT_TO_PORT -> program.disconnect();
            case CONNECT_TO_PORT_ERROR -> log.debug("session {}: only an agent says {}", id, flag);
        }
    }

    @Override
    public void detached(String reason) {
        become(SessionStatus.DISCONNECTED);
    }

    @Override
    public void failed(String reason) {
        synchronized (this) {
            failed = true;
        }
        log.warn("session {} cannot go on: {}", id, reason);
        end(reason, false);
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
        touch();
        if (transcript != null) {
            transcript.write(bytes);
        }
        channel.write(bytes);
    }

    @Override
    public void send(Flag flag) {
        channel.flag(flag);
    }

    @Override
    public void ended(String text) {
        end(text, true);
    }

    private interface Deed {
        void run() throws IOException;
    }

    private void attempt(Deed deed) {
        try {
            deed.run();
        } catch (IOException broken) {
            end("The session has failed: " + broken.getMessage(), false);
        }
    }

    private void become(SessionStatus status) {
        synchronized (this) {
            if (over) {
                return;
            }
            record = record.with(status);
        }
        changed.accept(record());
    }

    private synchronized void touch() {
        active = runtime.clock().wall().instant();
    }

    /** Input and output both keep it alive (a). */
    private void judgeIdle() {
        synchronized (this) {
            if (over) {
                return;
            }
            Duration left =
                    IDLE.minus(Duration.between(active, runtime.clock().wall().instant()));
            if (left.isPositive()) {
                idle = runtime.clock().realTimer().after(left, this::judgeIdle);
                return;
            }
        }
        end("Your session timed out due to inactivity (idle timeout: " + IDLE.toMinutes() + " minutes).", true);
    }

    /** What is told of a session that a start found without an end: it was cut off by a kill. */
    static SessionRecord cutOff(SessionRecord kept, Instant now) {
        return kept.isOver() ? kept : kept.ended(SessionStatus.TERMINATED, now);
    }
}
