package slipway.localcloud.cloudformation;

import slipway.localcloud.cloudformation.template.Scope;
import slipway.localcloud.cloudformation.template.TemplateException;

/** The resources of a stack as they are now. */
record LiveResources(Stack stack) implements Scope.Resources {
    @Override
    public Object ref(String logicalId) {
        return stack.resource(logicalId)
                .filter(entry -> !entry.isGone() && entry.physicalId() != null)
                .map(entry -> (Object) String.valueOf(entry.physicalId()))
                .orElseThrow(() -> TemplateException.of("Resource " + logicalId + " does not exist yet"));
    }

    @Override
    public Object attribute(String logicalId, String name) {
        Object value = stack.resource(logicalId)
                .filter(entry -> !entry.isGone())
                .map(entry -> entry.attributes().get(name))
                .orElse(null);
        if (value == null) {
            throw TemplateException.of("Attribute '" + name + "' does not exist on resource " + logicalId);
        }
        return value;
    }
}
