package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.operations.sessions.SessionCloud.DEV;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slipway.cloud.Target;
import slipway.model.Failure;
import slipway.model.SessionCheck;
import slipway.model.SessionCheck.Verdict;
import slipway.model.SessionTask;
import slipway.operations.WatchedCloud;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

/** What the doctor finds, one cause at a time. */
class SessionDoctorTest {
    private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final SessionCloud dev = new SessionCloud(
                    new Target.Aws(Optional.empty(), Optional.empty(), Optional.empty()))
            .service("dev-api-blue");
    private final WatchedCloud cloud = new WatchedCloud(dev.cloud);
    private final List<SimulatePrincipalPolicyRequest> simulated = new ArrayList<>();
    private final List<GenerateDataKeyRequest> keys = new ArrayList<>();
    private Optional<Failure> attempt = Optional.empty();
    private List<String> deniedActions = List.of();

    SessionDoctorTest() {
        dev.task("dev-api-blue", "abc", 1, task -> {}).healthy("dev-api-blue", "abc");
        dev.cloud.date = Optional.of("Thu, 01 Jan 2026 12:00:10 GMT");
        dev.cloud.iam = Optional.of(new IamClient() {
            @Override
            public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(SimulatePrincipalPolicyRequest request) {
                simulated.add(request);
                return SimulatePrincipalPolicyResponse.builder()
                        .evaluationResults(request.actionNames().stream()
                                .map(action -> EvaluationResult.builder()
                                        .evalActionName(action)
                                        .evalDecision(deniedActions.contains(action) ? "implicitDeny" : "allowed")
                                        .build())
                                .toList())
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }

    private void kms(RuntimeException answer) {
        dev.cloud.execKey = Optional.of(KEY);
        dev.cloud.kms = Optional.of(new KmsClient() {
            @Override
            public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
                keys.add(request);
                throw answer;
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }

    private SessionTask task() {
        return new TaskFinder(dev.cloud).byId(DEV, "abc", Optional.empty(), Optional.empty());
    }

    private List<SessionCheck> examine() {
        return new SessionDoctor(cloud, InstantSource.fixed(NOW)).examine(task(), attempt);
    }

    private SessionCheck check(String subject) {
        return examine().stream()
                .filter(check -> check.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private void hasTrouble(String subject, Verdict verdict, String words) {
        SessionCheck check = check(subject);
        assertThat(check.verdict()).isEqualTo(verdict);
        assertThat(check.words()).contains(words);
        if (verdict == Verdict.BAD) {
            assertThat(check.remedy()).isNotEmpty();
        }
    }

    @Test
    void examine_findsNothing_whenAllIsWell() {
        attempt = Optional.of(new Failure.Unreachable("lost", ""));

        assertThat(examine()).allSatisfy(check -> {
            assertThat(check.verdict()).isEqualTo(Verdict.OK);
            assertThat(check.words()).endsWith(".");
            assertThat(check.remedy()).isEmpty();
        });
        assertThat(examine())
                .extracting(SessionCheck::subject)
                .containsExactly(
                        "Task",
                        "ECS Exec",
                        "Agent",
                        "File system",
                        "Task role",
                        "Variables",
                        "KMS key",
                        "Clock",
                        "Permission");
    }

    @Test
    void task_isBad_whenItStops() {
        SessionTask task = task();
        dev.change("abc", now -> now.desiredStatus("STOPPED").stoppedReason("Scaling activity"));

        assertThat(new SessionDoctor(cloud, InstantSource.fixed(NOW))
                        .examine(task, attempt)
                        .getFirst())
                .isEqualTo(new SessionCheck(
                        "Task", Verdict.BAD, "It is being stopped: Scaling activity", "Choose another task."));

        dev.cloud.tasks.clear();
        List<SessionCheck> gone = new SessionDoctor(cloud, InstantSource.fixed(NOW)).examine(task, attempt);
        assertThat(gone.getFirst().words()).isEqualTo("Task abc is gone.");
        assertThat(gone).extracting(SessionCheck::subject).doesNotContain("Agent", "Variables");
    }

    @Test
    void task_isWarnedOf_beforeItRuns() {
        dev.change("abc", task -> task.lastStatus("PENDING"));

        hasTrouble("Task", Verdict.WARN, "It is PENDING.");
    }

    @Test
    void exec_isBad_whenItWasOff() {
        dev.change("abc", task -> task.enableExecuteCommand(false));

        hasTrouble("ECS Exec", Verdict.BAD, "off when this task was started");
        assertThat(check("ECS Exec").remedy()).contains("EnableExecuteCommand", "new tasks only");
    }

    @Test
    void agent_isToldByItsStatus() {
        agent("PENDING", "");
        hasTrouble("Agent", Verdict.WARN, "starting");

        agent("STOPPED", "it crashed");
        hasTrouble("Agent", Verdict.BAD, "STOPPED: it crashed");

        dev.change("abc", task -> task.containers(List.of()));
        hasTrouble("Agent", Verdict.BAD, "The task has none.");
    }

    private void agent(String status, String reason) {
        dev.change("abc", task -> task.containers(SessionCloud.container("dev-api-blue", "abc-1", status, reason)));
    }

    @Test
    void fileSystem_isBad_whenReadOnly() {
        dev.cloud.taskDefinitions.put(
                "definition/dev-api-blue",
                SessionCloud.definition("dev-api-blue", container -> container.readonlyRootFilesystem(true)));

        hasTrouble("File system", Verdict.BAD, "read-only");
    }

    @Test
    void variables_areBad_whenTheyHoldCredentials() {
        dev.cloud.taskDefinitions.put(
                "definition/dev-api-blue",
                SessionCloud.definition(
                        "dev-api-blue",
                        container -> container.environment(List.of(KeyValuePair.builder()
                                .name("AWS_ACCESS_KEY_ID")
                                .value("x")
                                .build()))));
        hasTrouble("Variables", Verdict.BAD, "AWS_ACCESS_KEY_ID");

        dev.cloud.taskDefinitions.put(
                "definition/dev-api-blue",
                SessionCloud.definition(
                        "dev-api-blue",
                        container -> container.secrets(List.of(Secret.builder()
                                .name("AWS_ACCESS_KEY_ID")
                                .valueFrom("x")
                                .build()))));
        hasTrouble("Variables", Verdict.BAD, "AWS_ACCESS_KEY_ID");
    }

    @Test
    void role_isBad_whenThereIsNone_orItAllowsTooLittle() {
        deniedActions = List.of("ssmmessages:OpenDataChannel");
        hasTrouble("Task role", Verdict.BAD, "does not allow ssmmessages:OpenDataChannel.");

        dev.cloud.taskDefinitions.put(
                "definition/dev-api-blue",
                SessionCloud.definition("dev-api-blue", container -> {}).toBuilder()
                        .taskRoleArn(null)
                        .build());
        hasTrouble("Task role", Verdict.BAD, "The task has none");
    }

    @Test
    void role_isUnknown_whenItMayNotBeRead_orThereIsNoIam() {
        cloud.denied.add("simulatePrincipalPolicy");
        hasTrouble("Task role", Verdict.UNKNOWN, "could not be found out");

        var local = new SessionCloud().service("dev-api-blue").task("dev-api-blue", "abc", 1, task -> {});
        assertThat(new SessionDoctor(local.cloud, InstantSource.fixed(NOW)).examine(task(), Optional.empty()))
                .filteredOn(check -> check.subject().equals("Task role"))
                .singleElement()
                .satisfies(check -> assertThat(check.words()).contains("The local cloud has no IAM"));
    }

    @Test
    void key_isTriedWithoutMakingOne() {
        kms(DryRunOperationException.builder().build());

        hasTrouble("KMS key", Verdict.OK, KEY);

        assertThat(keys).isNotEmpty().allSatisfy(request -> {
            assertThat(request.dryRun()).isTrue();
            assertThat(request.keyId()).isEqualTo(KEY);
            assertThat(request.numberOfBytes()).isEqualTo(64);
            assertThat(request.encryptionContext())
                    .containsAllEntriesOf(Map.of("aws:ssm:TargetId", "ecs:dev_abc_abc-1"))
                    .containsKey("aws:ssm:SessionId");
        });
        assertThat(simulated)
                .anySatisfy(request -> assertThat(request.actionNames()).containsExactly("kms:Decrypt"));
    }

    @Test
    void key_isBad_whenItMayNotBeUsed() {
        kms(KmsException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("User is not authorized to perform: kms:GenerateDataKey on resource: " + KEY)
                        .build())
                .build());

        hasTrouble("KMS key", Verdict.BAD, "kms:GenerateDataKey");
    }

    @Test
    void clock_isToldByTheAnswersDate() {
        dev.cloud.date = Optional.of("Thu, 01 Jan 2026 12:02:00 GMT");
        hasTrouble("Clock", Verdict.WARN, "2 min 0 s behind");

        dev.cloud.date = Optional.of("Thu, 01 Jan 2026 11:50:00 GMT");
        hasTrouble("Clock", Verdict.BAD, "10 min 0 s ahead of");

        dev.cloud.date = Optional.of("yesterday");
        hasTrouble("Clock", Verdict.UNKNOWN, "does not say");
    }

    @Test
    void permission_isKnownByAnAttempt() {
        hasTrouble("Permission", Verdict.UNKNOWN, "told by opening one");

        attempt = Optional.of(new Failure.Denied("ecs:ExecuteCommand", "Not allowed to open a session.", ""));
        hasTrouble("Permission", Verdict.BAD, "Not allowed");
        assertThat(check("Permission").remedy()).isEqualTo("Have ecs:ExecuteCommand granted.");
    }

    @Test
    void checks_areUnknown_whenTheyMayNotBeMade() {
        SessionTask task = task();
        cloud.denied.add("describeTasks");
        cloud.denied.add("describeClusters");

        assertThat(new SessionDoctor(cloud, InstantSource.fixed(NOW)).examine(task, Optional.empty()))
                .allSatisfy(check -> assertThat(check.verdict()).isEqualTo(Verdict.UNKNOWN))
                .extracting(SessionCheck::subject)
                .containsExactly("Task", "KMS key", "Permission");
    }
}
