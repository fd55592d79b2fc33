package slipway.operations.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.SessionCheck;
import slipway.model.SessionCheck.Verdict;
import slipway.model.SessionTask;
import slipway.operations.Failures;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Looks at everything that a session needs, one check each, in the order in which it is needed. */
final class SessionDoctor {
    /** AWS refuses a signature that is five minutes off. */
    private static final Duration REFUSED = Duration.ofMinutes(5);

    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Cloud cloud;
    private final InstantSource clock;

    /** @param clock this machine's */
    SessionDoctor(Cloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    /** @param attempt what the last attempt to open a session failed with */
    List<SessionCheck> examine(SessionTask task, Optional<Failure> attempt) {
        List<SessionCheck> checks = new ArrayList<>();
        Optional<DescribeTasksResponse> answer = Optional.empty();
        try {
            answer = Optional.of(described(task));
        } catch (FailureException failed) {
            checks.add(unknown(TaskChecks.TASK, failed.failure()));
        }
        Optional<Task> now =
                answer.flatMap(response -> response.tasks().stream().findFirst());
        var access = new AccessChecks(cloud);
        if (now.isPresent()) {
            ofTask(task, now.get(), access, checks);
        } else if (answer.isPresent()) {
            checks.add(new SessionCheck(
                    TaskChecks.TASK, Verdict.BAD, "Task " + task.id() + " is gone.", "Choose another task."));
        }
        checks.add(guarded(AccessChecks.KEY, () -> access.key(task)));
        answer.map(this::clock).ifPresent(checks::add);
        checks.add(AccessChecks.permission(attempt));
        return List.copyOf(checks);
    }

    private DescribeTasksResponse described(SessionTask task) {
        return Failures.translated(
                "look at task " + task.id(),
                () -> cloud.ecs()
                        .describeTasks(
                                request -> request.cluster(task.cluster()).tasks(task.id())));
    }

    private void ofTask(SessionTask task, Task now, AccessChecks access, List<SessionCheck> checks) {
        checks.add(TaskChecks.task(now));
        checks.add(TaskChecks.exec(now));
        checks.add(TaskChecks.agent(now, task));
        try {
            TaskDefinition definition = Failures.translated(
                    "read the task definition",
                    () -> cloud.ecs()
                            .describeTaskDefinition(request -> request.taskDefinition(now.taskDefinitionArn()))
                            .taskDefinition());
            checks.add(TaskChecks.fileSystem(definition, task));
            checks.add(guarded(AccessChecks.ROLE, () -> access.role(task, now, definition)));
            checks.add(TaskChecks.variables(now, definition, task));
        } catch (FailureException unread) {
            checks.add(unknown(TaskChecks.FILES, unread.failure()));
            checks.add(unknown(AccessChecks.ROLE, unread.failure()));
            checks.add(unknown(TaskChecks.VARIABLES, unread.failure()));
        }
    }

    /** The answer says when it was given; that it came at all shows nothing, as the SDK corrects its signatures by it. */
    private SessionCheck clock(SdkResponse answer) {
        String subject = "Clock";
        Optional<Instant> there = Optional.ofNullable(answer.sdkHttpResponse())
                .flatMap(response -> response.firstMatchingHeader("Date"))
                .flatMap(SessionDoctor::parsed);
        if (there.isEmpty()) {
            return new SessionCheck(subject, Verdict.UNKNOWN, "The target does not say what time it has.", "");
        }
        Duration off = Duration.between(there.get(), clock.instant());
        Duration span = off.abs();
        if (span.compareTo(NOTED) < 0) {
            return new SessionCheck(
                    subject, Verdict.OK, "This machine's clock and the target's differ by less than a minute.", "");
        }
        return new SessionCheck(
                subject,
                span.compareTo(REFUSED) < 0 ? Verdict.WARN : Verdict.BAD,
                "This machine's clock is " + span.toMinutes() + " min " + span.toSecondsPart() + " s "
                        + (off.isNegative() ? "behind" : "ahead of") + " the target's.",
                "Set the clock: a session's channel is refused when it is five minutes off.");
    }

    private static Optional<Instant> parsed(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeParseException foreign) {
            return Optional.empty();
        }
    }

    private static SessionCheck guarded(String subject, Supplier<SessionCheck> check) {
        try {
            return Failures.translated("look at it", check);
        } catch (FailureException failed) {
            return unknown(subject, failed.failure());
        }
    }

    private static SessionCheck unknown(String subject, Failure failure) {
        return new SessionCheck(subject, Verdict.UNKNOWN, failure.message(), "");
    }
}
