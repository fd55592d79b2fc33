package slipway.localcloud.cloudformation.template;

import java.util.Optional;

/** One member of {@code Outputs}. */
public record OutputDeclaration(
        String name,
        Position at,
        Node value,
        Optional<String> description,
        Optional<String> condition,
        Optional<Node> exportName) {}
