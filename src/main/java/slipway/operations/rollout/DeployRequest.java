package slipway.operations.rollout;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import slipway.model.EnvironmentName;

/**
 * What an operator asks to have deployed.
 *
 * @param parameters values for the templates' parameters, by name; what is not named keeps its value or its default
 * @param applications the folder that holds {@code client} and {@code api}
 * @param templates a folder with templates to use in place of the shipped ones
 */
public record DeployRequest(
        EnvironmentName environment, Map<String, String> parameters, Path applications, Optional<Path> templates) {
    public DeployRequest {
        parameters = Map.copyOf(parameters);
    }
}
