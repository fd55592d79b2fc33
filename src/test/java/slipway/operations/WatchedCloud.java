package slipway.operations;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A target whose calls are counted, by operation, and some of which may be refused. Paging counts as the calls that it makes. */
public final class WatchedCloud implements Cloud {
    /** How often each operation was called, such as {@code describeTasks}. */
    public final Map<String, Integer> calls = new TreeMap<>();
    /** Operations that answer AccessDenied. */
    public final Set<String> denied = new TreeSet<>();

    private final Cloud inner;

    public WatchedCloud(Cloud inner) {
        this.inner = inner;
    }

    private <T> T watched(Class<T> type, T client) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean call = arguments != null && arguments.length == 1 && arguments[0] instanceof SdkRequest;
            if (!call && method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            if (call && method.getName().endsWith("Paginator")) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            if (call) {
                calls.merge(method.getName(), 1, Integer::sum);
                if (denied.contains(method.getName())) {
                    throw refusal(method.getName());
                }
            }
            try {
                return method.invoke(client, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static RuntimeException refusal(String operation) {
        String action = Character.toUpperCase(operation.charAt(0)) + operation.substring(1);
        return EcsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("User: arn:aws:iam::123456789012:user/someone is not authorized to perform: ecs:"
                                + action + " on resource: *")
                        .build())
                .statusCode(400)
                .build();
    }

    @Override
    public Target target() {
        return inner.target();
    }

    @Override
    public String region() {
        return inner.region();
    }

    @Override
    public double clockFactor() {
        return inner.clockFactor();
    }

    @Override
    public Instant now() {
        return inner.now();
    }

    @Override
    public CloudFormationClient cloudFormation() {
        return watched(CloudFormationClient.class, inner.cloudFormation());
    }

    @Override
    public EcsClient ecs() {
        return watched(EcsClient.class, inner.ecs());
    }

    @Override
    public ElasticLoadBalancingV2Client balancers() {
        return watched(ElasticLoadBalancingV2Client.class, inner.balancers());
    }

    @Override
    public ApplicationAutoScalingClient autoScaling() {
        return watched(ApplicationAutoScalingClient.class, inner.autoScaling());
    }

    @Override
    public CloudWatchClient cloudWatch() {
        return watched(CloudWatchClient.class, inner.cloudWatch());
    }

    @Override
    public CloudWatchLogsClient logs() {
        return watched(CloudWatchLogsClient.class, inner.logs());
    }

    @Override
    public SsmClient ssm() {
        return watched(SsmClient.class, inner.ssm());
    }

    @Override
    public EcrClient ecr() {
        return watched(EcrClient.class, inner.ecr());
    }

    @Override
    public StsClient sts() {
        return watched(StsClient.class, inner.sts());
    }

    @Override
    public KmsClient kms() {
        return watched(KmsClient.class, inner.kms());
    }

    @Override
    public IamClient iam() {
        return watched(IamClient.class, inner.iam());
    }

    @Override
    public Map<String, String> signedHeaders(URI url, String service) {
        return inner.signedHeaders(url, service);
    }

    @Override
    public int callsPerMinute() {
        return inner.callsPerMinute();
    }

    @Override
    public void close() {
        inner.close();
    }
}
