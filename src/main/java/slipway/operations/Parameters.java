package slipway.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import slipway.cloud.Cloud;
import slipway.model.Failure;
import slipway.model.FailureException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * SSM parameters that keep what an environment remembers, as JSON. A deletion of the environment removes whatever lies below its name.
 */
public final class Parameters {
    private final Cloud cloud;

    public Parameters(Cloud cloud) {
        this.cloud = cloud;
    }

    /** The texts of those that exist, by name, in one call. */
    public Map<String, String> read(String... names) {
        Map<String, String> values = new HashMap<>();
        Failures.translatedRun(
                "read the parameters " + String.join(", ", names),
                () -> cloud.ssm()
                        .getParameters(request -> request.names(names))
                        .parameters()
                        .forEach(parameter -> values.put(parameter.name(), parameter.value())));
        return values;
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(read(name).get(name));
    }

    /** False when there is one of that name already. */
    public boolean create(String name, String value) {
        return Failures.translated("write the parameter " + name, () -> {
            try {
                cloud.ssm()
                        .putParameter(request -> request.name(name)
                                .type(ParameterType.STRING)
                                .value(value)
                                .overwrite(false));
                return true;
            } catch (ParameterAlreadyExistsException other) {
                return false;
            }
        });
    }

    public void replace(String name, String value) {
        Failures.translatedRun(
                "write the parameter " + name,
                () -> cloud.ssm()
                        .putParameter(request -> request.name(name)
                                .type(ParameterType.STRING)
                                .value(value)
                                .overwrite(true)));
    }

    public void remove(String name) {
        Failures.translatedRun("remove the parameter " + name, () -> {
            try {
                cloud.ssm().deleteParameter(request -> request.name(name));
            } catch (ParameterNotFoundException gone) {
                return; // that is what was wanted
            }
        });
    }

    /** @throws FailureException {@code Rejected} for a text that is not Slipway's, with the way out */
    public static <T> T parsed(String name, String text, Class<T> type) {
        try {
            return ParameterJson.parsed(text, type);
        } catch (JsonProcessingException foreign) {
            throw new FailureException(
                    new Failure.Rejected(
                            "The parameter " + name + " is not one of Slipway's: remove it, then try again.",
                            String.valueOf(foreign.getMessage())),
                    foreign);
        }
    }
}
