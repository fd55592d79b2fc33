package slipway.cloud.aws;

import java.time.InstantSource;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.cloud.CloudConnector;
import slipway.cloud.LocalCloudLauncher;
import slipway.cloud.LocalEndpoint;
import slipway.cloud.NoRegionException;
import slipway.cloud.Target;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/** Connects to the local cloud with its own key pair, and to AWS with the standard chain or a profile. */
public final class SdkCloudConnector implements CloudConnector {
    private final LocalCloudLauncher launcher;
    private final InstantSource clock;

    /** @param clock real time */
    public SdkCloudConnector(LocalCloudLauncher launcher, InstantSource clock) {
        this.launcher = launcher;
        this.clock = clock;
    }

    @Override
    public Cloud connect(Target target) {
        return new SdkCloud(
                switch (target) {
                    case Target.Local local -> settings(local, launcher.ensureRunning());
                    case Target.Aws aws -> settings(aws);
                },
                clock);
    }

    /** Connects to a local cloud that is known to run. */
    public Cloud connect(LocalEndpoint endpoint) {
        return new SdkCloud(settings(new Target.Local(), endpoint), clock);
    }

    private static SdkCloud.Settings settings(Target.Local local, LocalEndpoint endpoint) {
        return new SdkCloud.Settings(
                local,
                endpoint.region(),
                endpoint.clockFactor(),
                Optional.of(endpoint.url()),
                () -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(endpoint.accessKeyId(), endpoint.secretAccessKey())));
    }

    private static SdkCloud.Settings settings(Target.Aws aws) {
        return new SdkCloud.Settings(aws, region(aws), 1, aws.endpointUrl(), () -> credentials(aws.profile()));
    }

    private static AwsCredentialsProvider credentials(Optional<String> profile) {
        // A profile that was named is meant: the default chain would let AWS_ACCESS_KEY_ID win over it.
        return profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static String region(Target.Aws aws) {
        if (aws.region().isPresent()) {
            return aws.region().get();
        }
        // Without the instance metadata service that the SDK's chain ends in: outside EC2 it only costs seconds.
        String profile = aws.profile().orElse(null);
        var ofProfile = new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, profile);
        var chain = aws.profile().isPresent()
                ? new AwsRegionProviderChain(ofProfile, new SystemSettingsRegionProvider())
                : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), ofProfile);
        try {
            return chain.getRegion().id();
        } catch (SdkClientException none) {
            throw new NoRegionException("No region is known"
                    + aws.profile().map(name -> " for profile " + name).orElse("")
                    + ": give --region, set AWS_REGION, or give the profile one in ~/.aws/config.");
        }
    }
}
