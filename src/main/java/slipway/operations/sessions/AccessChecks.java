package slipway.operations.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.SessionCheck;
import slipway.model.SessionCheck.Verdict;
import slipway.model.SessionTask;
import slipway.operations.Failures;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;

/** Whether task and caller are allowed what a session needs, as far as it can be known without opening one. */
final class AccessChecks {
    static final String ROLE = "Task role";
    static final String KEY = "KMS key";

    private static final String PERMISSION = "Permission";
    private static final List<String> AGENT_ACTIONS = List.of(
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel");

    private final Cloud cloud;

    AccessChecks(Cloud cloud) {
        this.cloud = cloud;
    }

    SessionCheck role(SessionTask task, Task now, TaskDefinition definition) {
        @Nullable
        String overridden = now.overrides() == null ? null : now.overrides().taskRoleArn();
        @Nullable String role = overridden == null ? definition.taskRoleArn() : overridden;
        if (role == null || role.isEmpty()) {
            return new SessionCheck(
                    ROLE,
                    Verdict.BAD,
                    "The task has none, and the agent signs in by it.",
                    "Give the task definition a TaskRoleArn with " + String.join(", ", AGENT_ACTIONS)
                            + ", and redeploy.");
        }
        String name = role.substring(role.lastIndexOf('/') + 1);
        if (cloud.target() instanceof Target.Local) {
            return new SessionCheck(
                    ROLE,
                    Verdict.UNKNOWN,
                    "It is " + name + ". The local cloud has no IAM: nothing is refused here for want of a permission.",
                    "");
        }
        try {
            List<String> denied = new ArrayList<>(denied(role, AGENT_ACTIONS, Optional.empty()));
            keyOf(task)
                    .filter(key -> key.startsWith("arn:"))
                    .ifPresent(key -> denied.addAll(denied(role, List.of("kms:Decrypt"), Optional.of(key))));
            return denied.isEmpty()
                    ? new SessionCheck(ROLE, Verdict.OK, "It is " + name + ", which allows the agent its channels.", "")
                    : new SessionCheck(
                            ROLE,
                            Verdict.BAD,
                            "Its role " + name + " does not allow " + String.join(", ", denied) + ".",
                            "Allow them in the role's policy, then stop the task: a new agent starts with its new one.");
        } catch (FailureException unread) {
            return new SessionCheck(
                    ROLE,
                    Verdict.UNKNOWN,
                    "It is " + name + ". What it allows could not be found out: "
                            + unread.failure().message(),
                    "Look whether its policy allows " + String.join(", ", AGENT_ACTIONS) + ".");
        }
    }

    private List<String> denied(String role, List<String> actions, Optional<String> resource) {
        return Failures.translated(
                "simulate the policy of " + role,
                () -> cloud
                        .iam()
                        .simulatePrincipalPolicy(request -> {
                            request.policySourceArn(role).actionNames(actions);
                            resource.ifPresent(arn -> request.resourceArns(arn));
                        })
                        .evaluationResults()
                        .stream()
                        .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
                        .map(EvaluationResult::evalActionName)
                        .toList());
    }

    /** The key that the cluster's sessions are encrypted with; empty for none. */
    private Optional<String> keyOf(SessionTask task) {
        return cloud
                .ecs()
                .describeClusters(request -> request.clusters(task.cluster()).include(ClusterField.CONFIGURATIONS))
                .clusters()
                .stream()
                .map(Cluster::configuration)
                .filter(Objects::nonNull)
                .map(configuration -> configuration.executeCommandConfiguration())
                .filter(Objects::nonNull)
                .map(configuration -> configuration.kmsKeyId())
                .filter(key -> key != null && !key.isEmpty())
                .findFirst();
    }

    /** Whether the caller may make keys with the cluster's KMS key; asked for without making one. */
    SessionCheck key(SessionTask task) {
        Optional<String> key = keyOf(task);
        if (key.isEmpty()) {
            return new SessionCheck(KEY, Verdict.OK, "The cluster encrypts sessions with no key of its own.", "");
        }
        if (cloud.target() instanceof Target.Local) {
            return new SessionCheck(
                    KEY,
                    Verdict.UNKNOWN,
                    "The cluster names " + key.get() + ". The local cloud has no KMS and encrypts no session.",
                    "");
        }
        try {
            // The context of a session of this task, but for the id that it has not got yet.
            var _ = cloud.kms()
                    .generateDataKey(request -> request.keyId(key.get())
                            .numberOfBytes(64)
                            .encryptionContext(Map.of(
                                    "aws:ssm:SessionId",
                                    "ecs-execute-command-dry-run",
                                    "aws:ssm:TargetId",
                                    task.target()))
                            .dryRun(true));
        } catch (DryRunOperationException allowed) {
            return usable(key.get());
        } catch (RuntimeException refused) {
            return judged(key.get(), Failures.exception("use the KMS key " + key.get(), refused));
        }
        return usable(key.get());
    }

    private static SessionCheck usable(String key) {
        return new SessionCheck(
                KEY, Verdict.OK, "The cluster encrypts sessions with " + key + ", which you may use.", "");
    }

    private static SessionCheck judged(String key, RuntimeException thrown) {
        if (!(thrown instanceof FailureException failed)) {
            throw thrown;
        }
        boolean bad = switch (failed.failure()) {
            case Failure.Denied _, Failure.NotFound _, Failure.Rejected _ -> true;
            case Failure.Throttled _,
                    Failure.Unreachable _,
                    Failure.Expired _,
                    Failure.Unsupported _,
                    Failure.Cancelled _ -> false;
        };
        return new SessionCheck(
                KEY,
                bad ? Verdict.BAD : Verdict.UNKNOWN,
                failed.failure().message(),
                bad ? "Have kms:GenerateDataKey on " + key + " granted, and look whether the key is enabled." : "");
    }

    /** What an attempt has told; without one it is open. */
    static SessionCheck permission(Optional<Failure> attempt) {
        if (attempt.isEmpty()) {
            return new SessionCheck(
                    PERMISSION,
                    Verdict.UNKNOWN,
                    "Whether you may open a session is told by opening one: ecs:ExecuteCommand, and"
                            + " ssmmessages:OpenDataChannel on the session.",
                    "");
        }
        return switch (attempt.get()) {
            case Failure.Denied denied ->
                new SessionCheck(
                        PERMISSION,
                        Verdict.BAD,
                        denied.message(),
                        denied.permission().isEmpty()
                                ? "Have ecs:ExecuteCommand and ssmmessages:OpenDataChannel granted."
                                : "Have " + denied.permission() + " granted.");
            case Failure.Expired expired ->
                new SessionCheck(PERMISSION, Verdict.BAD, expired.message(), "Sign in again.");
            case Failure.NotFound _,
                    Failure.Throttled _,
                    Failure.Rejected _,
                    Failure.Unreachable _,
                    Failure.Unsupported _,
                    Failure.Cancelled _ ->
                new SessionCheck(
                        PERMISSION, Verdict.OK, "The last attempt was not refused for want of a permission.", "");
        };
    }
}
