package slipway.localcloud.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A stack policy: which updates of which resources are allowed. Without one, all are; with one, what it allows. */
final class StackPolicy {
    static final String MODIFY = "Update:Modify";
    static final String REPLACE = "Update:Replace";
    static final String DELETE = "Update:Delete";
    private static final String INVALID = "Error validating stack policy: Invalid stack policy";

    private final List<Statement> statements;
    private final boolean absent;

    private record Statement(
            boolean allow,
            List<String> actions,
            boolean actionsInverted,
            List<String> resources,
            boolean resourcesInverted,
            List<String> types) {}

    private StackPolicy(List<Statement> statements, boolean absent) {
        this.statements = statements;
        this.absent = absent;
    }

    /**
     * @param body the policy's JSON; null or an empty object means that there is none
     * @throws software.amazon.awssdk.services.cloudformation.model.CloudFormationException when it is no policy
     */
    static StackPolicy parse(@Nullable String body) {
        if (body == null || body.isBlank()) {
            return new StackPolicy(List.of(), true);
        }
        JsonNode root;
        try {
            root = JsonMapper.builder().build().readTree(body);
        } catch (JsonProcessingException malformed) {
            throw CloudFormationErrors.validation(INVALID);
        }
        if (root.isObject() && root.isEmpty()) {
            return new StackPolicy(List.of(), true);
        }
        JsonNode list = root.path("Statement");
        if (!list.isArray() || list.isEmpty()) {
            throw CloudFormationErrors.validation(INVALID);
        }
        var statements = new ArrayList<Statement>();
        list.forEach(node -> statements.add(statement(node)));
        return new StackPolicy(statements, false);
    }

    private static Statement statement(JsonNode node) {
        String effect = node.path("Effect").asText();
        List<String> actions = texts(node.has("NotAction") ? node.path("NotAction") : node.path("Action"));
        List<String> resources = texts(node.has("NotResource") ? node.path("NotResource") : node.path("Resource"));
        boolean valid = (effect.equals("Allow") || effect.equals("Deny"))
                && node.path("Principal").asText().equals("*")
                && !actions.isEmpty()
                && !resources.isEmpty()
                && actions.stream()
                        .allMatch(action ->
                                List.of("Update:*", MODIFY, REPLACE, DELETE).contains(action));
        if (!valid) {
            throw CloudFormationErrors.validation(INVALID);
        }
        JsonNode condition = node.path("Condition");
        JsonNode equals = condition.has("StringLike") ? condition.path("StringLike") : condition.path("StringEquals");
        return new Statement(
                effect.equals("Allow"),
                actions,
                node.has("NotAction"),
                resources,
                node.has("NotResource"),
                texts(equals.path("ResourceType")));
    }

    private static List<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.asText());
        }
        var texts = new ArrayList<String>();
        node.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** @return why the update is denied, or nothing when it is allowed */
    Optional<String> denies(String action, String logicalId, String type) {
        if (absent) {
            return Optional.empty();
        }
        boolean allowed = false;
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (!concerns(statement, action, logicalId, type)) {
                continue;
            }
            if (!statement.allow()) {
                return Optional.of("Action denied by stack policy: Statement [#" + (i + 1) + "] does not allow ["
                        + action + "] for resource [LogicalResourceId/" + logicalId + "];");
            }
            allowed = true;
        }
        return allowed
                ? Optional.empty()
                : Optional.of("Action not allowed by stack policy: no statement allows [" + action
                        + "] for resource [LogicalResourceId/" + logicalId + "];");
    }

    private static boolean concerns(Statement statement, String action, String logicalId, String type) {
        boolean actionMatches =
                statement.actions().contains("Update:*") || statement.actions().contains(action);
        boolean resourceMatches = matches(statement.resources(), "LogicalResourceId/" + logicalId);
        boolean typeMatches = statement.types().isEmpty() || matches(statement.types(), type);
        return actionMatches != statement.actionsInverted()
                && resourceMatches != statement.resourcesInverted()
                && typeMatches;
    }

    private static boolean matches(List<String> patterns, String text) {
        return patterns.stream()
                .anyMatch(pattern -> Pattern.matches(
                        ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), text));
    }
}
