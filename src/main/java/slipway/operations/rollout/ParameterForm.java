package slipway.operations.rollout;

import java.util.List;
import slipway.operations.stacks.TemplateParameter;

/** The parameters that an operator may choose, as the templates group them; those that are wired from stack to stack are not among them. */
public record ParameterForm(List<Group> groups) {
    /** @param label the group's heading */
    public record Group(String label, List<Field> fields) {}

    /**
     * @param value what is in force: the environment's value if a stack has one, else what this target
     *     gets where nobody chooses, else the template's default; empty
     *     when there is neither
     * @param stacks the names of the stacks that take it
     * @param reason why the value is not the template's default though nobody chose it, as a sentence; empty otherwise
     */
    public record Field(TemplateParameter parameter, String value, List<String> stacks, String reason) {}
}
