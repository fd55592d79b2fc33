package slipway.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads IAM policy documents. */
final class Policies {
    private Policies() {}

    /** What a document allows, one {@code action on resource, resource} per action, sorted resources, in order. */
    static List<String> allowed(Object document) {
        var allowed = new ArrayList<String>();
        for (Object statement : statements(document)) {
            if (Stack.within(statement, "Effect").filter("Allow"::equals).isPresent()) {
                String resources =
                        String.join(", ", texts(statement, "Resource").sorted().toList());
                texts(statement, "Action").forEach(action -> allowed.add(action + " on " + resources));
            }
        }
        return allowed;
    }

    static List<?> statements(Object document) {
        return (List<?>) Stack.within(document, "Statement").orElseThrow();
    }

    /** A key that holds one text or a list of them. */
    static Stream<String> texts(Object statement, String key) {
        Object value = Stack.within(statement, key).orElse(List.of());
        return value instanceof List<?> list ? list.stream().map(String::valueOf) : Stream.of(value.toString());
    }

    /** Every policy document that says what a role of the stack may do: role or policy, policy name, document. */
    static Stream<Map.Entry<String, Object>> identityPolicies(Stack stack) {
        var roles = stack.ofType("AWS::IAM::Role").entrySet().stream()
                .flatMap(role -> inline(role.getValue())
                        .map(policy -> Map.entry(
                                role.getKey() + "/"
                                        + Stack.within(policy, "PolicyName").orElseThrow(),
                                Stack.within(policy, "PolicyDocument").orElseThrow())));
        var policies = Stream.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
                .flatMap(type -> stack.ofType(type).entrySet().stream())
                .map(policy -> Map.entry(
                        policy.getKey(),
                        Stack.within(policy.getValue(), "PolicyDocument").orElseThrow()));
        return Stream.concat(roles, policies);
    }

    private static Stream<?> inline(Object role) {
        return ((List<?>) Stack.within(role, "Policies").orElse(List.of())).stream();
    }
}
