package slipway.localcloud.cloudformation;

import java.util.Map;
import java.util.Set;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;

/**
 * A resource as the template, worked out, wants it.
 *
 * @param properties with the stack's tags put on
 * @param dependsOn logical ids of the resources that it needs
 * @param metadata as JSON
 */
record Wanted(
        String logicalId,
        String type,
        Map<String, Object> properties,
        Set<String> dependsOn,
        Policy onDelete,
        Policy onReplace,
        String metadata) {}
