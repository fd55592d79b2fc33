package slipway.operations.stacks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import slipway.model.FailureException;
import slipway.model.ResourcePlan;

/**
 * What operations need to know of a template. The text itself is what is sent.
 *
 * @param name without folder and ending, such as {@code network}
 * @param file as shown to people: {@code stacks/network.yaml}, or below the folder that was given
 * @param body the text
 * @param description the template's own, in a few words; may be empty
 * @param parameters in the template's order
 */
public record Template(
        String name,
        String file,
        String body,
        String description,
        List<TemplateParameter> parameters,
        List<Resource> resources,
        Set<String> outputs,
        Conditions conditions) {

    /**
     * @param condition the name of the condition that keeps it; absent when it is always there
     * @param mark where its logical id stands
     */
    public record Resource(String logicalId, String type, String description, Optional<String> condition, Mark mark) {}

    /**
     * Reads a template's text.
     *
     * @param file as shown in messages
     * @throws FailureException {@code Rejected} with file, line and column when it is wrong
     */
    public static Template parse(String name, String file, String body) {
        try {
            return new TemplateReader(name, file).read(body);
        } catch (TemplateException wrong) {
            throw new FailureException(wrong.failure(), wrong);
        }
    }

    public Optional<TemplateParameter> parameter(String parameter) {
        return parameters.stream()
                .filter(candidate -> candidate.name().equals(parameter))
                .findFirst();
    }

    public boolean takes(String parameter) {
        return parameter(parameter).isPresent();
    }

    /**
     * The resources that the template's conditions keep for these values. One whose condition depends on a value that is not
     * known yet is kept.
     *
     * @param values by parameter; what is missing has its default
     */
    public List<ResourcePlan> plan(Map<String, String> values) {
        Set<String> left = resources.stream()
                .flatMap(resource -> resource.condition().stream())
                .filter(condition -> conditions
                        .holds(condition, values, parameters)
                        .filter(holds -> !holds)
                        .isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return resources.stream()
                .filter(resource -> resource.condition().filter(left::contains).isEmpty())
                .map(resource -> new ResourcePlan(resource.logicalId(), resource.type(), resource.description()))
                .toList();
    }
}
