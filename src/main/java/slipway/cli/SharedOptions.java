package slipway.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.FailureException;

/** The options that every command takes, before or after its name: where, which environment, and how to print. */
final class SharedOptions {
    /** How results are printed. */
    enum Output {
        TEXT,
        JSON
    }

    enum Where {
        LOCAL,
        AWS
    }

    @Option(
            names = "--target",
            scope = ScopeType.INHERIT,
            paramLabel = "local|aws",
            description = "Where to act: this machine's local cloud (the default), or AWS.")
    private Optional<Where> target = Optional.empty();

    @Option(
            names = "--env",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            converter = EnvironmentConverter.class,
            description = "The environment, dev unless given; its name begins every stack's name.")
    private Optional<EnvironmentName> environment = Optional.empty();

    @Option(
            names = "--profile",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "A profile of the AWS files; without it the default credential chain is asked.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--region",
            scope = ScopeType.INHERIT,
            paramLabel = "REGION",
            description = "An AWS region; without it the profile's or AWS_REGION.")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--endpoint-url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            converter = EndpointConverter.class,
            description = "One endpoint for all AWS services, in place of AWS's own.")
    private Optional<URI> endpointUrl = Optional.empty();

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "text|json",
            description = "How results are printed: text (the default), or one JSON document on standard output.")
    private Optional<Output> output = Optional.empty();

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Also print the technical details of a failure.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it: the parser acts on it.
    private boolean help;

    /** @throws ParameterException for options that belong to another target, so that none is ignored in silence */
    Target target(CommandLine command) {
        if (target.orElse(Where.LOCAL) == Where.AWS) {
            return new Target.Aws(profile, region, endpointUrl);
        }
        List<String> foreign = new ArrayList<>();
        profile.ifPresent(_ -> foreign.add("--profile"));
        region.ifPresent(_ -> foreign.add("--region"));
        endpointUrl.ifPresent(_ -> foreign.add("--endpoint-url"));
        if (!foreign.isEmpty()) {
            throw new ParameterException(
                    command, String.join(", ", foreign) + ": of use only with --target aws; the target is local.");
        }
        return new Target.Local();
    }

    /** For commands that are about the local cloud itself. */
    void refuseTarget(CommandLine command) {
        if (target(command) instanceof Target.Aws) {
            throw new ParameterException(
                    command,
                    command.getCommandSpec().qualifiedName() + " is about the local cloud: leave out --target.");
        }
        if (environment.isPresent()) {
            throw new ParameterException(
                    command, command.getCommandSpec().qualifiedName() + " serves every environment: leave out --env.");
        }
    }

    EnvironmentName environment() {
        return environment.orElseGet(() -> new EnvironmentName("dev"));
    }

    boolean json() {
        return output.orElse(Output.TEXT) == Output.JSON;
    }

    boolean verbose() {
        return verbose;
    }

    /** The options that name this target and environment again, for commands that are proposed; each after a space. */
    String repeated() {
        var words = new StringBuilder();
        if (target.orElse(Where.LOCAL) == Where.AWS) {
            words.append(" --target aws");
        }
        environment.ifPresent(name -> words.append(" --env ").append(name));
        profile.ifPresent(name -> words.append(" --profile ").append(name));
        region.ifPresent(name -> words.append(" --region ").append(name));
        endpointUrl.ifPresent(url -> words.append(" --endpoint-url ").append(url));
        return words.toString();
    }

    /** Says in the model's words what is wrong with a name. */
    static final class EnvironmentConverter implements ITypeConverter<EnvironmentName> {
        @Override
        public EnvironmentName convert(String value) {
            try {
                return new EnvironmentName(value);
            } catch (FailureException refused) {
                throw conversion(refused.failure().message());
            }
        }
    }

    /** Takes what the SDK can call: http or https, with a host. */
    static final class EndpointConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            try {
                URI url = URI.create(value);
                if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                    return url;
                }
            } catch (IllegalArgumentException notEvenOne) {
                throw conversion("'" + value + "' is no URL: " + notEvenOne.getMessage());
            }
            throw conversion("'" + value + "' is no http or https URL with a host");
        }
    }

    private static TypeConversionException conversion(String words) {
        return new TypeConversionException(words);
    }
}
