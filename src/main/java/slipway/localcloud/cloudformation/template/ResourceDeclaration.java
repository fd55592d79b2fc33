package slipway.localcloud.cloudformation.template;

import java.util.Map;
import java.util.Optional;

/**
 * One member of {@code Resources}.
 *
 * @param at where its logical id stands
 * @param typeAt where the value of {@code Type} stands
 * @param dependsOn logical ids named by {@code DependsOn}, each with its place
 * @param onDelete what happens to it when it leaves the stack
 * @param onReplace what happens to the old one when an update replaces it
 */
public record ResourceDeclaration(
        String logicalId,
        Position at,
        String type,
        Position typeAt,
        Node.Fields properties,
        Optional<String> condition,
        Map<String, Position> dependsOn,
        Policy onDelete,
        Policy onReplace,
        Node.Fields metadata) {

    /** {@code DeletionPolicy} and {@code UpdateReplacePolicy}. */
    public enum Policy {
        DELETE,
        RETAIN,
        RETAIN_EXCEPT_ON_CREATE;

        static Optional<Policy> of(String text) {
            return switch (text) {
                case "Delete" -> Optional.of(DELETE);
                case "Retain" -> Optional.of(RETAIN);
                case "RetainExceptOnCreate" -> Optional.of(RETAIN_EXCEPT_ON_CREATE);
                default -> Optional.empty();
            };
        }
    }
}
