package slipway.localcloud.cloudformation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.cloudformation.template.ResourceDeclaration.Policy;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/**
 * A resource as its stack knows it. Persisted.
 *
 * @param token what generated names and ids of this physical resource are made of
 * @param physicalId null until the resource is known to exist
 * @param at cloud time of the last change of status
 * @param properties as they were last applied
 * @param dependsOn logical ids that must outlive it
 * @param metadata the template's {@code Metadata} of the resource, as JSON
 */
record ResourceEntry(
        String logicalId,
        String type,
        String token,
        @Nullable String physicalId,
        ResourceStatus status,
        @Nullable String reason,
        Instant at,
        Map<String, Object> properties,
        Map<String, Object> attributes,
        List<String> dependsOn,
        Policy onDelete,
        Policy onReplace,
        String metadata) {

    ResourceEntry withStatus(ResourceStatus newStatus, @Nullable String newReason, Instant when) {
        return new ResourceEntry(
                logicalId,
                type,
                token,
                physicalId,
                newStatus,
                newReason,
                when,
                properties,
                attributes,
                dependsOn,
                onDelete,
                onReplace,
                metadata);
    }

    ResourceEntry withPhysicalId(@Nullable String id) {
        return new ResourceEntry(
                logicalId,
                type,
                token,
                id,
                status,
                reason,
                at,
                properties,
                attributes,
                dependsOn,
                onDelete,
                onReplace,
                metadata);
    }

    ResourceEntry withState(Map<String, Object> newProperties, Map<String, Object> newAttributes) {
        return new ResourceEntry(
                logicalId,
                type,
                token,
                physicalId,
                status,
                reason,
                at,
                newProperties,
                newAttributes,
                dependsOn,
                onDelete,
                onReplace,
                metadata);
    }

    /** What the template says beside properties. */
    ResourceEntry withDeclared(List<String> newDependsOn, Policy newOnDelete, Policy newOnReplace, String newMetadata) {
        return new ResourceEntry(
                logicalId,
                type,
                token,
                physicalId,
                status,
                reason,
                at,
                properties,
                attributes,
                newDependsOn,
                newOnDelete,
                newOnReplace,
                newMetadata);
    }

    /** Whether nothing of it is left, or nothing ever was. */
    boolean isGone() {
        return status == ResourceStatus.DELETE_COMPLETE || status == ResourceStatus.DELETE_SKIPPED;
    }
}
