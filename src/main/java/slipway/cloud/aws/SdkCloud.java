package slipway.cloud.aws;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
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
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients of one target, built when first asked for; building one costs tens of milliseconds. */
final class SdkCloud implements Cloud {
    private final Settings settings;
    private final CallCounter calls;
    private final CloudTime time;
    private final Lazy<SdkHttpClient> http;
    private final Lazy<CloudFormationClient> cloudFormation;
    private final Lazy<EcsClient> ecs;
    private final Lazy<ElasticLoadBalancingV2Client> balancers;
    private final Lazy<ApplicationAutoScalingClient> autoScaling;
    private final Lazy<CloudWatchClient> cloudWatch;
    private final Lazy<CloudWatchLogsClient> logs;
    private final Lazy<SsmClient> ssm;
    private final Lazy<EcrClient> ecr;
    private final Lazy<StsClient> sts;
    private final Lazy<KmsClient> kms;
    private final Lazy<IamClient> iam;
    private final GetSignature signature;

    /**
     * What sets one target's clients apart from another's.
     *
     * @param credentials built with the first client: finding them may read files
     */
    record Settings(
            Target target,
            String region,
            double clockFactor,
            Optional<URI> endpoint,
            Supplier<AwsCredentialsProvider> credentials) {}

    SdkCloud(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.calls = new CallCounter(clock);
        this.time = new CloudTime(settings, clock);
        this.http = new Lazy<>(() -> UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(60))
                .build());
        var credentials = new Lazy<>(settings.credentials());
        this.cloudFormation = lazily(CloudFormationClient::builder, credentials);
        this.ecs = lazily(EcsClient::builder, credentials);
        this.balancers = lazily(ElasticLoadBalancingV2Client::builder, credentials);
        this.autoScaling = lazily(ApplicationAutoScalingClient::builder, credentials);
        this.cloudWatch = lazily(CloudWatchClient::builder, credentials);
        this.logs = lazily(CloudWatchLogsClient::builder, credentials);
        this.ssm = lazily(SsmClient::builder, credentials);
        this.ecr = lazily(EcrClient::builder, credentials);
        this.sts = lazily(StsClient::builder, credentials);
        this.kms = lazily(KmsClient::builder, credentials);
        this.iam = lazily(IamClient::builder, credentials);
        this.signature = new GetSignature(credentials::get, settings.region(), clock);
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> Lazy<C> lazily(
            Supplier<B> builder, Lazy<AwsCredentialsProvider> credentials) {
        return new Lazy<>(() -> {
            B client = builder.get()
                    .httpClient(http.get())
                    .credentialsProvider(credentials.get())
                    .region(Region.of(settings.region()))
                    .overrideConfiguration(overrides());
            settings.endpoint().ifPresent(client::endpointOverride);
            return client.build();
        });
    }

    private ClientOverrideConfiguration overrides() {
        // Adaptive: on AWS a console that polls shares the account's request rate with pipelines. The local cloud does
        // not throttle, and the adaptive mode's bookkeeping would only cost time there.
        RetryMode mode = switch (settings.target()) {
            case Target.Local _ -> RetryMode.STANDARD;
            case Target.Aws _ -> RetryMode.ADAPTIVE_V2;
        };
        return ClientOverrideConfiguration.builder()
                .retryStrategy(mode)
                .addExecutionInterceptor(calls)
                .build();
    }

    @Override
    public Target target() {
        return settings.target();
    }

    @Override
    public String region() {
        return settings.region();
    }

    @Override
    public double clockFactor() {
        return settings.clockFactor();
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public CloudFormationClient cloudFormation() {
        return cloudFormation.get();
    }

    @Override
    public EcsClient ecs() {
        return ecs.get();
    }

    @Override
    public ElasticLoadBalancingV2Client balancers() {
        return balancers.get();
    }

    @Override
    public ApplicationAutoScalingClient autoScaling() {
        return autoScaling.get();
    }

    @Override
    public CloudWatchClient cloudWatch() {
        return cloudWatch.get();
    }

    @Override
    public CloudWatchLogsClient logs() {
        return logs.get();
    }

    @Override
    public SsmClient ssm() {
        return ssm.get();
    }

    @Override
    public EcrClient ecr() {
        return ecr.get();
    }

    @Override
    public StsClient sts() {
        return sts.get();
    }

    @Override
    public KmsClient kms() {
        return kms.get();
    }

    @Override
    public IamClient iam() {
        return iam.get();
    }

    @Override
    public Map<String, String> signedHeaders(URI url, String service) {
        return signature.headers(url, service);
    }

    @Override
    public int callsPerMinute() {
        return calls.lastMinute();
    }

    @Override
    public void close() {
        for (Lazy<? extends SdkAutoCloseable> client :
                List.of(cloudFormation, ecs, balancers, autoScaling, cloudWatch, logs, ssm, ecr, sts, kms, iam, http)) {
            client.ifMade().ifPresent(SdkAutoCloseable::close);
        }
    }
}
