package slipway.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;

/** The options that say where, which environment, and how the answer is written. */
final class TargetOptions {
    /** What {@code --target} takes. */
    enum Where {
        local,
        aws
    }

    /** What {@code --output} takes. */
    enum Output {
        text,
        json
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--target",
            paramLabel = "local|aws",
            defaultValue = "local",
            description = "Where: this machine's local cloud, or AWS. Default: ${DEFAULT-VALUE}.")
    private Where where = Where.local;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            defaultValue = "dev",
            description = "The environment's name. Default: ${DEFAULT-VALUE}.")
    private String environment = "dev";

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "For aws: a profile of the AWS files, in place of the default credential chain.")
    private @Nullable String profile;

    @Option(
            names = "--region",
            paramLabel = "CODE",
            description = "For aws: the region, in place of the profile's or AWS_REGION.")
    private @Nullable String region;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "For aws: one endpoint for every service, such as an emulator's.")
    private @Nullable String endpointUrl;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How the result is written to standard output. Default: ${DEFAULT-VALUE}.")
    private Output output = Output.text;

    boolean json() {
        return output == Output.json;
    }

    /** @throws ParameterException for a name that no environment can have */
    EnvironmentName environment() {
        try {
            return new EnvironmentName(environment);
        } catch (FailureException unusable) {
            throw wrong(unusable.failure().message());
        }
    }

    /** @throws ParameterException for options that do not fit together */
    Target target() {
        if (where == Where.local) {
            if (profile != null || region != null || endpointUrl != null) {
                throw wrong("--profile, --region and --endpoint-url belong to --target aws.");
            }
            return new Target.Local();
        }
        return new Target.Aws(
                Optional.ofNullable(profile),
                Optional.ofNullable(region),
                Optional.ofNullable(endpointUrl).map(this::url));
    }

    private URI url(String text) {
        try {
            var url = new URI(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException unreadable) {
            throw wrong("--endpoint-url " + text + " is no address: " + unreadable.getReason() + ".");
        }
        throw wrong("--endpoint-url " + text + " is no address such as http://127.0.0.1:5000.");
    }

    ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("the options are read outside a command: " + message);
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
