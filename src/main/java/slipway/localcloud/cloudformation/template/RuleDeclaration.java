package slipway.localcloud.cloudformation.template;

import java.util.List;
import java.util.Optional;

/** One member of {@code Rules}: assertions about parameters, checked before a stack operation begins. */
public record RuleDeclaration(String name, Position at, Optional<Node> condition, List<Assertion> assertions) {
    /** @param description what to tell the user when it does not hold; may be empty */
    public record Assertion(Node assertion, String description) {}
}
