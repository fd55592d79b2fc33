package slipway.localcloud.cloudformation.template;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A template whose structure is right: every section is there with the shape that CloudFormation asks for. Whether its
 * references and types hold is {@link TemplateCheck}'s question.
 *
 * @param body the text it was read from
 * @param metadata the template's own {@code Metadata}, empty when it has none
 * @param mappings map name to first-level key to second-level key to text or list
 * @param conditions condition name to its expression
 */
public record Template(
        String body,
        Optional<String> version,
        Optional<String> description,
        Node.Fields metadata,
        Map<String, ParameterDeclaration> parameters,
        Map<String, Map<String, Map<String, Node>>> mappings,
        Map<String, Node> conditions,
        Map<String, RuleDeclaration> rules,
        Map<String, ResourceDeclaration> resources,
        Map<String, OutputDeclaration> outputs) {

    /** CloudFormation's limit for a template that travels in the request, in bytes of UTF-8. */
    public static final int MAX_BODY_BYTES = 51_200;

    /** @throws TemplateException when the text is no template */
    public static Template parse(String body) {
        return new TemplateStructure(body).read();
    }

    /** The resource types in use, sorted, each once. */
    public TreeSet<String> resourceTypes() {
        var types = new TreeSet<String>();
        resources.values().forEach(resource -> types.add(resource.type()));
        return types;
    }
}
