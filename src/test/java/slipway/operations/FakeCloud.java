package slipway.operations;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.ClusterSettingName;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.ResumeSessionRequest;
import software.amazon.awssdk.services.ssm.model.ResumeSessionResponse;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;
import software.amazon.awssdk.services.ssm.model.TerminateSessionRequest;
import software.amazon.awssdk.services.ssm.model.TerminateSessionResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** A target in memory. A call that a test has not foreseen throws, as the SDK's interfaces do by default. */
public final class FakeCloud implements Cloud {
    public final FakeCloudFormation cloudFormation = new FakeCloudFormation();
    public final Map<String, String> parameters = new TreeMap<>();
    public final Map<String, Service> services = new HashMap<>();
    public final List<Task> tasks = new ArrayList<>();
    public final Map<String, TaskDefinition> taskDefinitions = new HashMap<>();
    public final Map<String, List<TargetHealthDescription>> health = new HashMap<>();
    public final Map<String, Rule> rules = new HashMap<>();
    public final List<LoadBalancer> loadBalancers = new ArrayList<>();
    public final List<ScalableTarget> scalableTargets = new ArrayList<>();
    public final Map<String, List<String>> logLines = new HashMap<>();
    /** The target's time. */
    public InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    /** In place of a CloudWatch that can nothing. */
    public Optional<CloudWatchClient> cloudWatch = Optional.empty();
    /** The cluster's setting {@code containerInsights}. */
    public String containerInsights = "disabled";
    /** In place of a KMS, and an IAM, that can nothing. */
    public Optional<KmsClient> kms = Optional.empty();

    public Optional<IamClient> iam = Optional.empty();
    /** In place of the logs that {@link #logLines} makes. */
    public Optional<CloudWatchLogsClient> logs = Optional.empty();

    /** How ECS answers a wish for a session, and SSM one for a port's; a test that wants any says so. */
    public Function<ExecuteCommandRequest, ExecuteCommandResponse> executeCommand = request -> {
        throw new UnsupportedOperationException("no sessions here");
    };

    public Function<StartSessionRequest, StartSessionResponse> startSession = request -> {
        throw new UnsupportedOperationException("no sessions here");
    };
    /** The ids of the sessions that were terminated. */
    public final List<String> terminated = new CopyOnWriteArrayList<>();
    /** The KMS key of the cluster's sessions. */
    public Optional<String> execKey = Optional.empty();
    /** The header of that name in ECS's answers. */
    public Optional<String> date = Optional.empty();

    private final Target target;
    private final EcrClient ecr;

    /** The local cloud, with a registry that does nothing. */
    public FakeCloud() {
        this(new Target.Local(), new NoEcr());
    }

    public FakeCloud(Target target, EcrClient ecr) {
        this.target = target;
        this.ecr = ecr;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public String region() {
        return "eu-west-1";
    }

    @Override
    public double clockFactor() {
        return target instanceof Target.Local ? 10 : 1;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public FakeCloudFormation cloudFormation() {
        return cloudFormation;
    }

    @Override
    public EcsClient ecs() {
        return new FakeEcs();
    }

    @Override
    public ElasticLoadBalancingV2Client balancers() {
        return new FakeBalancers();
    }

    @Override
    public ApplicationAutoScalingClient autoScaling() {
        return new FakeAutoScaling();
    }

    @Override
    public CloudWatchClient cloudWatch() {
        return cloudWatch.orElseGet(() -> new CloudWatchClient() {
            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }

    @Override
    public CloudWatchLogsClient logs() {
        return logs.orElseGet(FakeLogs::new);
    }

    @Override
    public SsmClient ssm() {
        return new FakeSsm();
    }

    @Override
    public EcrClient ecr() {
        return ecr;
    }

    @Override
    public StsClient sts() {
        return new FakeSts();
    }

    @Override
    public KmsClient kms() {
        return kms.orElseGet(() -> new KmsClient() {
            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }

    @Override
    public IamClient iam() {
        return iam.orElseGet(() -> new IamClient() {
            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }

    /** Tells what was to be signed, in place of a signature. */
    @Override
    public Map<String, String> signedHeaders(URI url, String service) {
        return Map.of("Authorization", service + " " + url);
    }

    @Override
    public int callsPerMinute() {
        return 0;
    }

    @Override
    public void close() {}

    private static final class NoEcr implements EcrClient {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class FakeSsm implements SsmClient {
        @Override
        public StartSessionResponse startSession(StartSessionRequest request) {
            return startSession.apply(request);
        }

        @Override
        public ResumeSessionResponse resumeSession(ResumeSessionRequest request) {
            return ResumeSessionResponse.builder()
                    .sessionId(request.sessionId())
                    .build();
        }

        @Override
        public TerminateSessionResponse terminateSession(TerminateSessionRequest request) {
            terminated.add(request.sessionId());
            return TerminateSessionResponse.builder()
                    .sessionId(request.sessionId())
                    .build();
        }

        @Override
        public GetParameterResponse getParameter(GetParameterRequest request) {
            synchronized (parameters) {
                String value = parameters.get(request.name());
                if (value == null) {
                    throw ParameterNotFoundException.builder().build();
                }
                return GetParameterResponse.builder()
                        .parameter(parameter -> parameter.name(request.name()).value(value))
                        .build();
            }
        }

        @Override
        public PutParameterResponse putParameter(PutParameterRequest request) {
            synchronized (parameters) {
                if (!request.overwrite() && parameters.containsKey(request.name())) {
                    throw ParameterAlreadyExistsException.builder().build();
                }
                parameters.put(request.name(), request.value());
                return PutParameterResponse.builder().build();
            }
        }

        @Override
        public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
            synchronized (parameters) {
                if (parameters.remove(request.name()) == null) {
                    throw ParameterNotFoundException.builder().build();
                }
                return DeleteParameterResponse.builder().build();
            }
        }

        @Override
        public DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
            synchronized (parameters) {
                request.names().forEach(parameters::remove);
                return DeleteParametersResponse.builder().build();
            }
        }

        @Override
        public GetParametersResponse getParameters(GetParametersRequest request) {
            synchronized (parameters) {
                return GetParametersResponse.builder()
                        .parameters(request.names().stream()
                                .filter(parameters::containsKey)
                                .map(name -> Parameter.builder()
                                        .name(name)
                                        .value(parameters.get(name))
                                        .build())
                                .toList())
                        .build();
            }
        }

        @Override
        public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
            synchronized (parameters) {
                return GetParametersByPathResponse.builder()
                        .parameters(parameters.keySet().stream()
                                .filter(name -> name.startsWith(request.path() + "/"))
                                .map(name -> Parameter.builder().name(name).build())
                                .toList())
                        .build();
            }
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class FakeEcs implements EcsClient {
        @Override
        public DescribeClustersResponse describeClusters(DescribeClustersRequest request) {
            return DescribeClustersResponse.builder()
                    .clusters(request.clusters().stream()
                            .map(name -> Cluster.builder()
                                    .clusterName(name)
                                    .configuration(configuration -> configuration.executeCommandConfiguration(
                                            exec -> exec.kmsKeyId(execKey.orElse(null))))
                                    .settings(ClusterSetting.builder()
                                            .name(ClusterSettingName.CONTAINER_INSIGHTS)
                                            .value(containerInsights)
                                            .build())
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public ListServicesResponse listServices(ListServicesRequest request) {
            List<String> names = services.keySet().stream().sorted().toList();
            int from = from(request.nextToken());
            int to = to(from, request.maxResults(), names.size());
            return ListServicesResponse.builder()
                    .serviceArns(names.subList(from, to))
                    .nextToken(to < names.size() ? String.valueOf(to) : null)
                    .build();
        }

        @Override
        public DescribeServicesResponse describeServices(DescribeServicesRequest request) {
            refuseMoreThan(10, request.services());
            return DescribeServicesResponse.builder()
                    .services(request.services().stream()
                            .map(name -> services.get(name.substring(name.lastIndexOf('/') + 1)))
                            .filter(service -> service != null)
                            .toList())
                    .build();
        }

        @Override
        public ListTasksResponse listTasks(ListTasksRequest request) {
            List<String> arns = tasks.stream()
                    .filter(task -> request.desiredStatus() == null
                            || request.desiredStatusAsString().equals(task.desiredStatus()))
                    .filter(task ->
                            request.serviceName() == null || ("service:" + request.serviceName()).equals(task.group()))
                    .map(Task::taskArn)
                    .toList();
            int from = from(request.nextToken());
            int to = to(from, request.maxResults(), arns.size());
            return ListTasksResponse.builder()
                    .taskArns(arns.subList(from, to))
                    .nextToken(to < arns.size() ? String.valueOf(to) : null)
                    .build();
        }

        private static int from(@Nullable String token) {
            return token == null ? 0 : Integer.parseInt(token);
        }

        /** ECS gives at most a hundred at a time. */
        private static int to(int from, @Nullable Integer wanted, int size) {
            return Math.min(size, from + Math.min(100, wanted == null ? 100 : wanted));
        }

        private static void refuseMoreThan(int most, List<String> asked) {
            if (asked.size() > most) {
                throw InvalidParameterException.builder()
                        .message("at most " + most + ", not " + asked.size())
                        .build();
            }
        }

        @Override
        public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
            refuseMoreThan(100, request.tasks());
            var wanted = new HashSet<>(request.tasks());
            DescribeTasksResponse.Builder answer = DescribeTasksResponse.builder()
                    .tasks(tasks.stream()
                            .filter(task -> wanted.contains(task.taskArn()) || wanted.contains(TaskEnd.id(task)))
                            .toList());
            date.ifPresent(at -> answer.sdkHttpResponse(SdkHttpResponse.builder()
                    .statusCode(200)
                    .putHeader("Date", at)
                    .build()));
            return answer.build();
        }

        @Override
        public ExecuteCommandResponse executeCommand(ExecuteCommandRequest request) {
            return executeCommand.apply(request);
        }

        @Override
        public DescribeTaskDefinitionResponse describeTaskDefinition(DescribeTaskDefinitionRequest request) {
            return DescribeTaskDefinitionResponse.builder()
                    .taskDefinition(taskDefinitions.get(request.taskDefinition()))
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class FakeBalancers implements ElasticLoadBalancingV2Client {
        @Override
        public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
            return DescribeRulesResponse.builder()
                    .rules(request.ruleArns().stream()
                            .map(rules::get)
                            .filter(rule -> rule != null)
                            .toList())
                    .build();
        }

        @Override
        public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
            return DescribeTargetHealthResponse.builder()
                    .targetHealthDescriptions(health.getOrDefault(request.targetGroupArn(), List.of()))
                    .build();
        }

        @Override
        public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
            return DescribeLoadBalancersResponse.builder()
                    .loadBalancers(loadBalancers.stream()
                            .filter(balancer -> request.names().contains(balancer.loadBalancerName()))
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class FakeAutoScaling implements ApplicationAutoScalingClient {
        @Override
        public DescribeScalableTargetsResponse describeScalableTargets(DescribeScalableTargetsRequest request) {
            return DescribeScalableTargetsResponse.builder()
                    .scalableTargets(scalableTargets)
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private final class FakeLogs implements CloudWatchLogsClient {
        @Override
        public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
            return GetLogEventsResponse.builder()
                    .events(
                            logLines
                                    .getOrDefault(request.logGroupName() + ":" + request.logStreamName(), List.of())
                                    .stream()
                                    .map(line -> OutputLogEvent.builder()
                                            .message(line)
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
    }

    private static final class FakeSts implements StsClient {
        @Override
        public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
            return GetCallerIdentityResponse.builder()
                    .account("123456789012")
                    .arn("arn:aws:iam::123456789012:user/someone")
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
