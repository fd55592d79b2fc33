package slipway.localcloud.cloudformation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;

/**
 * A change set. Persisted with its stack.
 *
 * @param imports logical id to identifier, for what an IMPORT takes in
 * @param onFailure ROLLBACK, DELETE or DO_NOTHING; null when the request did not say
 */
record ChangeSetEntry(
        String id,
        String name,
        @Nullable String description,
        Instant created,
        ChangeSetType type,
        ChangeSetStatus status,
        @Nullable String reason,
        ExecutionStatus execution,
        Settings settings,
        List<Change> changes,
        Map<String, Map<String, String>> imports,
        @Nullable String token,
        @Nullable String onFailure) {

    ChangeSetEntry withExecution(ExecutionStatus newExecution) {
        return new ChangeSetEntry(
                id,
                name,
                description,
                created,
                type,
                status,
                reason,
                newExecution,
                settings,
                changes,
                imports,
                token,
                onFailure);
    }

    /**
     * What becomes of one resource.
     *
     * @param action Add, Modify, Remove or Import
     * @param replacement True, False or Conditional; null where there is nothing to replace
     * @param policyAction what becomes of the physical resource: Delete, Retain, ReplaceAndDelete…
     * @param before the properties until now, as JSON; null for what is new
     * @param after the properties from then on, as JSON; null for what goes
     */
    record Change(
            String action,
            String logicalId,
            @Nullable String physicalId,
            String type,
            @Nullable String replacement,
            @Nullable String policyAction,
            List<Detail> details,
            @Nullable String before,
            @Nullable String after) {}

    /**
     * Why a resource changes.
     *
     * @param attribute Properties or Tags
     * @param recreation Always or Never
     * @param evaluation Static when the new value is known, Dynamic when it is known after the apply only
     * @param source DirectModification, ParameterReference, ResourceReference or ResourceAttribute
     * @param cause the parameter, resource or {@code Resource.Attribute} that is the source
     */
    record Detail(
            String attribute,
            String name,
            String recreation,
            String evaluation,
            String source,
            @Nullable String cause,
            @Nullable String before,
            @Nullable String after) {}
}
