package slipway.cloud;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The SDK's clients of one target. A client is built when it is first asked for; the clients share one HTTP client.
 * Calls throw the SDK's exceptions: {@code slipway.operations} translates them.
 */
public interface Cloud extends AutoCloseable {
    Target target();

    /** The region's code that the clients act in. */
    String region();

    /** Cloud seconds per real second: the local cloud's clock, 1 for AWS. */
    double clockFactor();

    /** What time it is there: cloud time on the local cloud, this machine's for AWS. */
    Instant now();

    CloudFormationClient cloudFormation();

    EcsClient ecs();

    ElasticLoadBalancingV2Client balancers();

    ApplicationAutoScalingClient autoScaling();

    CloudWatchClient cloudWatch();

    CloudWatchLogsClient logs();

    SsmClient ssm();

    EcrClient ecr();

    StsClient sts();

    KmsClient kms();

    IamClient iam();

    /**
     * The headers that sign a GET of this URL, for what no client of the SDK sends: SigV4 with the target's credentials and
     * region, over an empty body. {@code Host} is signed and left out: whoever connects sends it.
     *
     * @param url http, https, ws or wss, as it is going to be requested
     * @param service its signing name, such as {@code ssmmessages}
     * @throws software.amazon.awssdk.core.exception.SdkClientException when there are no credentials
     */
    Map<String, String> signedHeaders(URI url, String service);

    /** How many calls reached the target in the last minute, retries included. */
    int callsPerMinute();

    @Override
    void close();
}
