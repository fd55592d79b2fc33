package slipway.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import slipway.model.Colour;
import slipway.model.Failure;
import slipway.model.SessionCheck;
import slipway.model.SessionCheck.Verdict;
import slipway.model.SessionTask;
import slipway.model.SessionTaskNews;
import slipway.model.Tier;

/** Tasks, findings and what irb writes, for tests and pictures of the Terminal panel. */
@NullMarked
public final class SessionSamples {
    private static final String BLUE = "9c41e7d0a2b84c7f9d3e5a6b7c8d9e0f";
    private static final String NEWEST = "77b1c6a09f3d4e2b8c7d6e5f4a3b2c1d";
    private static final String STARTING = "c3e81500112233445566778899aabbcc";
    private static final String CLIENT = "1b7c90ffeeddccbbaa99887766554433";

    private SessionSamples() {}

    /** The newest first: green 77b1c6, blue 9c41e7, then one whose agent is starting, and a client. */
    public static List<SessionTask> tasks() {
        return List.of(
                task(Tier.API, Colour.BLUE, STARTING, "PENDING", 20),
                newest(),
                task(Tier.API, Colour.GREEN, "5d02ab3c4d5e6f708192a3b4c5d6e7f8", "RUNNING", 380),
                blue(),
                task(Tier.CLIENT, Colour.BLUE, CLIENT, "RUNNING", 2700));
    }

    public static SessionTask newest() {
        return task(Tier.API, Colour.GREEN, NEWEST, "RUNNING", 370);
    }

    public static SessionTask blue() {
        return task(Tier.API, Colour.BLUE, BLUE, "RUNNING", 2600);
    }

    public static SessionTask starting() {
        return tasks().getFirst();
    }

    public static SessionTask client() {
        return tasks().getLast();
    }

    /** @param seconds how long it has run when the samples are read */
    public static SessionTask task(Tier tier, Colour colour, String id, String agent, long seconds) {
        Instant read = Samples.deployed().readAt();
        return new SessionTask(
                Samples.DEV,
                "dev",
                tier,
                colour,
                id,
                tier.label(),
                id + "-1",
                "RUNNING",
                false,
                true,
                true,
                agent,
                read.minus(Duration.ofSeconds(seconds)));
    }

    public static SessionTask stopping(SessionTask task) {
        return new SessionTask(
                task.environment(),
                task.cluster(),
                task.tier(),
                task.colour(),
                task.id(),
                task.container(),
                task.runtimeId(),
                task.lastStatus(),
                true,
                false,
                task.execEnabled(),
                task.agent(),
                task.started());
    }

    public static SessionTask withoutExec(SessionTask task) {
        return new SessionTask(
                task.environment(),
                task.cluster(),
                task.tier(),
                task.colour(),
                task.id(),
                task.container(),
                task.runtimeId(),
                task.lastStatus(),
                false,
                true,
                false,
                "",
                task.started());
    }

    public static SessionTaskNews stopped() {
        return new SessionTaskNews(
                BLUE, SessionTaskNews.State.STOPPED, "Essential container in task exited", Optional.of(newest()));
    }

    public static SessionTaskNews draining() {
        return new SessionTaskNews(
                BLUE,
                SessionTaskNews.State.DRAINING,
                "Scaling activity initiated by deployment ecs-svc/4203",
                Optional.of(newest()));
    }

    public static Failure over() {
        return new Failure.Unreachable("The session is lost: its task has stopped. Open a new session.", "");
    }

    public static List<SessionCheck> well() {
        return List.of(
                check("Task", Verdict.OK, "It runs."),
                check("ECS Exec", Verdict.OK, "It is switched on for this task."),
                check("Agent", Verdict.OK, "It runs in the container."),
                check("Root file system", Verdict.OK, "The agent can write to it."),
                check(
                        "Task role",
                        Verdict.UNKNOWN,
                        "It is dev-api-role. The local cloud has no IAM: nothing is refused."),
                check("Credentials", Verdict.OK, "No credentials hide the task's role from the agent."),
                check("KMS key", Verdict.OK, "The cluster encrypts sessions with no key of its own."),
                check("Clock", Verdict.OK, "This machine's clock and the target's agree."),
                check("Permission", Verdict.UNKNOWN, "Whether you may open a session is told by opening one."));
    }

    public static List<SessionCheck> agentStarting() {
        return well().stream()
                .map(check -> check.subject().equals("Agent")
                        ? new SessionCheck(
                                "Agent",
                                Verdict.WARN,
                                "It is starting.",
                                "Wait: a session that is being opened tries again for two minutes.")
                        : check)
                .toList();
    }

    private static SessionCheck check(String subject, Verdict verdict, String words) {
        return new SessionCheck(subject, verdict, words, "");
    }

    /** What irb writes into a terminal while somebody tries the sum. */
    public static String irb() {
        String prompt = "\u001b[0m\u001b[90mirb(main):%03d%s\u001b[0m ";
        return String.join(
                "\r\n",
                "api console: last_sum.read (now 6), last_sum.write(6), redis.keys, adder.add(3)",
                prompt.formatted(1, ">") + "\u001b[34m1\u001b[0m+\u001b[34m1\u001b[0m",
                "=> \u001b[34m2\u001b[0m",
                prompt.formatted(2, ">") + "redis.get(\u001b[31m\"sum\"\u001b[0m)",
                "=> \u001b[31m\"6\"\u001b[0m",
                prompt.formatted(3, ">") + "adder.add(\u001b[34m42\u001b[0m)",
                "=> \u001b[34m903\u001b[0m",
                prompt.formatted(4, "*") + "\u001b[32mdef\u001b[0m \u001b[34mtimed\u001b[0m(n)",
                prompt.formatted(5, "*")
                        + "  t = \u001b[1;34mProcess\u001b[0m.clock_gettime(\u001b[1;34mProcess\u001b[0m::CLOCK_MONOTONIC)",
                prompt.formatted(6, "*") + "  [adder.add(n), \u001b[1;34mProcess\u001b[0m.clock_gettime(1) - t]",
                prompt.formatted(7, ">") + "\u001b[32mend\u001b[0m",
                "=> \u001b[33m:timed\u001b[0m",
                prompt.formatted(8, ">") + "\u001b[31m\"é 漢\"\u001b[0m.chars",
                "=> [\u001b[31m\"é\"\u001b[0m, \u001b[31m\" \"\u001b[0m, \u001b[31m\"漢\"\u001b[0m]",
                prompt.formatted(9, ">") + "loop {}",
                "^C\u001b[31m(irb):9:in 'Kernel#loop': abort then interrupt! (IRB::Abort)\u001b[0m",
                prompt.formatted(10, ">") + "redis.ke");
    }
}
