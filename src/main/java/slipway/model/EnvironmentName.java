package slipway.model;

import java.util.regex.Pattern;

/**
 * The name of an environment; every stack and every physical name starts with it. Registries and parameter stores are
 * why it is so narrow: ECR refuses {@code dev-/x} and {@code a--b/x}, SSM refuses names starting with aws or ssm.
 */
public record EnvironmentName(String value) {
    private static final Pattern VALID = Pattern.compile("^(?!aws|ssm)[a-z][a-z0-9]*(-[a-z0-9]+)*$");

    public EnvironmentName {
        if (value.length() < 2 || value.length() > 12 || !VALID.matcher(value).matches()) {
            throw new FailureException(new Failure.Rejected(
                    "Environment name '" + value + "' is not usable: 2 to 12 small letters, digits and single dashes,"
                            + " starting with a letter and not with aws or ssm.",
                    ""));
        }
    }

    /** The name of one of the environment's stacks, such as {@code dev-network}. */
    public String stack(String suffix) {
        return value + "-" + suffix;
    }

    @Override
    public String toString() {
        return value;
    }
}
