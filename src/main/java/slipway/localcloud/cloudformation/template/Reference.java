package slipway.localcloud.cloudformation.template;

/**
 * A use of a name in a template.
 *
 * @param target a parameter's, pseudo parameter's or resource's name
 * @param attribute what GetAtt asks of the resource, empty for Ref
 */
public record Reference(String target, String attribute, Position at) {
    boolean isAttribute() {
        return !attribute.isEmpty();
    }
}
