package slipway.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.localcloud.logs.LocalLogs;
import slipway.localcloud.ssm.Sessionless;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import slipway.localcloud.sts.LocalSts;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartRequest;
import software.amazon.awssdk.services.ecr.model.UploadLayerPartResponse;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.sts.StsClient;

class WireServerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final AtomicReference<CreateStackRequest> created = new AtomicReference<>();
    private final AtomicReference<PutMetricDataRequest> measured = new AtomicReference<>();
    private final AtomicReference<UploadLayerPartRequest> uploaded = new AtomicReference<>();
    private AccessKey key;
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        var timer = new ManualTimer(START);
        var clock = new CloudClock(timer, timer, 10, START);
        var state = new StateFolder(folder);
        key = AccessKey.readOrCreate(folder.resolve("credentials"));
        server = new WireServer(
                List.of(
                        new LocalSts(Place.LOCAL, "dev"),
                        Sessionless.ssm(clock, state),
                        new LocalLogs(Place.LOCAL, clock, state),
                        new Stacks(),
                        new Metrics(),
                        new Registry(),
                        new Broken()),
                session -> Optional.empty(),
                key,
                InstantSource.system(),
                clock,
                0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, key.secret());
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder, String secret) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), secret)))
                .build();
    }

    @Test
    void getCallerIdentity_whenSignedWell_answersAccountAndUser() {
        try (StsClient sts = client(StsClient.builder())) {
            var identity = sts.getCallerIdentity();
            assertThat(identity.account()).isEqualTo("000000000000");
            assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:user/dev");
        }
    }

    @Test
    void anyCall_whenSecretIsWrong_is403SignatureDoesNotMatch() {
        try (StsClient sts = client(StsClient.builder(), "not-the-secret")) {
            var refused = catchThrowableOfType(AwsServiceException.class, sts::getCallerIdentity);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
        }
    }

    @Test
    void anyCall_whenKeyIsUnknown_is403() {
        key = new AccessKey("AKIAUNKNOWN", key.secret());
        try (SsmClient ssm = client(SsmClient.builder())) {
            var refused = catchThrowableOfType(
                    AwsServiceException.class, () -> ssm.getParameter(request -> request.name("/x")));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
        }
    }

    @Test
    void anyCall_whenUnsigned_is403() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.endpoint())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "Action=GetCallerIdentity&Version=2011-06-15"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>MissingAuthenticationToken</Code>");
    }

    @Test
    void operation_whenServiceDoesNotImplementIt_is501WithItsName() {
        try (StsClient sts = client(StsClient.builder())) {
            var refused = catchThrowableOfType(AwsServiceException.class, sts::getSessionToken);
            assertThat(refused.statusCode()).isEqualTo(501);
            assertThat(refused.awsErrorDetails().errorMessage()).contains("sts:GetSessionToken");
        }
    }

    @Test
    void operation_whenNoSuchServiceIsServed_is501WithItsName() {
        try (EcsClient ecs = client(EcsClient.builder())) {
            var refused = catchThrowableOfType(AwsServiceException.class, ecs::listClusters);
            assertThat(refused.statusCode()).isEqualTo(501);
            assertThat(refused.awsErrorDetails().errorMessage()).contains("ecs:ListClusters");
        }
    }

    @Test
    void json_whenParameterIsPut_comesBackTyped() {
        try (SsmClient ssm = client(SsmClient.builder())) {
            ssm.putParameter(
                    put -> put.name("/dev/lock").value("me \u00e4 \"x\"").type(ParameterType.STRING));
            var read = ssm.getParameter(get -> get.name("/dev/lock")).parameter();
            assertThat(read.value()).isEqualTo("me \u00e4 \"x\"");
            assertThat(read.version()).isEqualTo(1);
            assertThat(read.lastModifiedDate()).isEqualTo(START);
        }
    }

    @Test
    void json_whenServiceRefuses_throwsTheModelledException() {
        try (SsmClient ssm = client(SsmClient.builder())) {
            ssm.putParameter(put -> put.name("/dev/lock").value("a").type(ParameterType.STRING));
            assertThatExceptionOfType(ParameterAlreadyExistsException.class)
                    .isThrownBy(
                            () -> ssm.putParameter(put -> put.name("/dev/lock").value("b")));
            assertThatExceptionOfType(ParameterNotFoundException.class)
                    .isThrownBy(() -> ssm.getParameter(get -> get.name("/dev/other")));
            var nested = catchThrowableOfType(
                    AwsServiceException.class,
                    () -> ssm.putParameter(
                            put -> put.name("/dev/nested").value("a {{ssm:b}}").type(ParameterType.STRING)));
            assertThat(nested.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
        }
    }

    @Test
    void json_whenLogsAreWritten_areFilteredAndPaged() {
        try (CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder())) {
            logs.createLogGroup(group -> group.logGroupName("/dev/api"));
            logs.createLogStream(stream -> stream.logGroupName("/dev/api").logStreamName("api/api/1"));
            logs.putLogEvents(put -> put.logGroupName("/dev/api")
                    .logStreamName("api/api/1")
                    .logEvents(event(1, "GET / 200"), event(2, "line\nbreak \\n"), event(3, "GET / 500")));
            var filtered = logs.filterLogEvents(
                    filter -> filter.logGroupName("/dev/api").filterPattern("GET"));
            assertThat(filtered.events()).extracting("message").containsExactly("GET / 200", "GET / 500");
            var first = logs.getLogEvents(get -> get.logGroupName("/dev/api")
                    .logStreamName("api/api/1")
                    .startFromHead(true)
                    .limit(2));
            assertThat(first.events()).extracting("message").containsExactly("GET / 200", "line\nbreak \\n");
            var next = logs.getLogEvents(get ->
                    get.logGroupName("/dev/api").logStreamName("api/api/1").nextToken(first.nextForwardToken()));
            assertThat(next.events()).extracting("message").containsExactly("GET / 500");
        }
    }

    private static InputLogEvent event(long offset, String message) {
        return InputLogEvent.builder()
                .timestamp(START.toEpochMilli() + offset)
                .message(message)
                .build();
    }

    @Test
    void query_whenListsAreNested_arriveWhole() {
        try (CloudFormationClient stacks = client(CloudFormationClient.builder())) {
            stacks.createStack(create -> create.stackName("dev-network")
                    .templateBody("a=b&c+d %41\n\u20ac")
                    .parameters(
                            Parameter.builder()
                                    .parameterKey("A")
                                    .parameterValue("1")
                                    .build(),
                            Parameter.builder()
                                    .parameterKey("B")
                                    .usePreviousValue(true)
                                    .build())
                    .disableRollback(true));
            CreateStackRequest request = created.get();
            assertThat(request.templateBody()).isEqualTo("a=b&c+d %41\n\u20ac");
            assertThat(request.parameters()).hasSize(2);
            assertThat(request.parameters().get(1).usePreviousValue()).isTrue();
            assertThat(request.disableRollback()).isTrue();
        }
    }

    @Test
    void query_whenAnswerHasListsAndTimes_comesBackTyped() {
        try (CloudFormationClient stacks = client(CloudFormationClient.builder())) {
            Stack stack = stacks.describeStacks().stacks().getFirst();
            assertThat(stack.stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
            assertThat(stack.creationTime()).isEqualTo(START);
            assertThat(stack.outputs()).extracting(Output::outputValue).containsExactly("<&>", "\u00e4");
        }
    }

    @Test
    void cbor_whenMetricsArePut_arriveWithNumbersAndTimes() {
        try (CloudWatchClient metrics = client(CloudWatchClient.builder())) {
            metrics.putMetricData(put -> put.namespace("X")
                    .metricData(MetricDatum.builder()
                            .metricName("cpu")
                            .value(12.5)
                            .timestamp(START)
                            .dimensions(Dimension.builder().name("A").value("b").build())
                            .build()));
            MetricDatum datum = measured.get().metricData().getFirst();
            assertThat(datum.value()).isEqualTo(12.5);
            assertThat(datum.timestamp()).isEqualTo(START);
            assertThat(datum.dimensions()).hasSize(1);
        }
    }

    @Test
    void cbor_whenOperationIsMissing_is501WithItsName() {
        try (CloudWatchClient metrics = client(CloudWatchClient.builder())) {
            var refused = catchThrowableOfType(AwsServiceException.class, metrics::listMetrics);
            assertThat(refused.statusCode()).isEqualTo(501);
            assertThat(refused.awsErrorDetails().errorMessage()).contains("monitoring:ListMetrics");
        }
    }

    @Test
    void json_whenBytesAreSent_arriveAsTheyWere() {
        byte[] part = {0, 1, (byte) 0xff};
        try (EcrClient registry = client(EcrClient.builder())) {
            registry.uploadLayerPart(upload -> upload.repositoryName("dev/api")
                    .uploadId("1")
                    .partFirstByte(0L)
                    .partLastByte(2L)
                    .layerPartBlob(SdkBytes.fromByteArray(part)));
        }
        assertThat(uploaded.get().layerPartBlob().asByteArray()).isEqualTo(part);
        assertThat(uploaded.get().partLastByte()).isEqualTo(2);
    }

    @Test
    void now_whenAskedUnsigned_tellsCloudTimeAndFactor() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.endpoint() + "/_slipway/now"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{\"now\":\"2026-01-01T00:00:00Z\",\"factor\":10.0}");
    }

    @Test
    void anyCall_whenServiceBreaks_is500AndSaysWhereToLook() throws Exception {
        var answer = new WireDispatcher(List.of(new Broken()), new SignatureCheck(key, InstantSource.system()) {
                    @Override
                    String verify(WireRequest request) {
                        return "iam";
                    }
                })
                .answer(new WireRequest(
                        "POST", "/", "", Map.of(), "Action=GetUser&Version=1".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("<Code>InternalFailure</Code>", "broken on purpose");
    }

    @Test
    void port_whenTaken_isNamed() {
        int taken = server.endpoint().getPort();
        var timer = new ManualTimer(START);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new WireServer(
                        List.of(),
                        session -> Optional.empty(),
                        key,
                        InstantSource.system(),
                        new CloudClock(timer, timer, 1, START),
                        taken))
                .withMessageContaining("127.0.0.1:" + taken);
    }

    @Test
    void key_whenMade_isReadableByItsOwnerAlone() throws IOException {
        Path file = folder.resolve("credentials");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AccessKey.readOrCreate(file)).isEqualTo(key);
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    private final class Stacks implements CloudFormationClient {
        @Override
        public CreateStackResponse createStack(CreateStackRequest request) {
            created.set(request);
            return CreateStackResponse.builder().stackId("id").build();
        }

        @Override
        public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
            return DescribeStacksResponse.builder()
                    .stacks(Stack.builder()
                            .stackName("dev")
                            .stackStatus(StackStatus.CREATE_COMPLETE)
                            .creationTime(START)
                            .outputs(
                                    Output.builder().outputValue("<&>").build(),
                                    Output.builder().outputValue("\u00e4").build())
                            .build())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class Metrics implements CloudWatchClient {
        @Override
        public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
            measured.set(request);
            return PutMetricDataResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class Registry implements EcrClient {
        @Override
        public UploadLayerPartResponse uploadLayerPart(UploadLayerPartRequest request) {
            uploaded.set(request);
            return UploadLayerPartResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /** Fails in a way that no service should: the endpoint answers 500 with the request's id. */
    private static final class Broken implements software.amazon.awssdk.services.iam.IamClient {
        @Override
        public software.amazon.awssdk.services.iam.model.GetUserResponse getUser(
                software.amazon.awssdk.services.iam.model.GetUserRequest request) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
