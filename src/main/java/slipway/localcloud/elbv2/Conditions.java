package slipway.localcloud.elbv2;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import slipway.localcloud.http.Call;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.QueryStringKeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** A rule's conditions: checked when they are given, compiled for the requests. */
final class Conditions {
    private Conditions() {}

    /**
     * The conditions as they are kept: old-style {@code Values} of a host or path condition also as its config, as the
     * service describes them.
     */
    static List<RuleCondition> normalise(List<RuleCondition> conditions) {
        if (conditions.isEmpty()) {
            throw ElbErrors.validation("A rule must have at least one condition");
        }
        return conditions.stream().map(Conditions::normalise).toList();
    }

    /** Whether all of them hold for a request. */
    static Predicate<Call> compile(List<RuleCondition> conditions) {
        Predicate<Call> all = call -> true;
        for (RuleCondition condition : conditions) {
            all = all.and(compile(condition));
        }
        return all;
    }

    private static RuleCondition normalise(RuleCondition condition) {
        if (condition.hasRegexValues()) {
            throw unsupported(condition, "regular expressions");
        }
        String field = condition.field();
        if (field == null) {
            throw ElbErrors.validation("A condition must have a field");
        }
        RuleCondition normal = switch (field) {
            case "path-pattern" ->
                condition.pathPatternConfig() != null
                        ? condition.toBuilder()
                                .values(condition.pathPatternConfig().values())
                                .build()
                        : condition.toBuilder()
                                .pathPatternConfig(config -> config.values(condition.values()))
                                .build();
            case "host-header" ->
                condition.hostHeaderConfig() != null
                        ? condition.toBuilder()
                                .values(condition.hostHeaderConfig().values())
                                .build()
                        : condition.toBuilder()
                                .hostHeaderConfig(config -> config.values(condition.values()))
                                .build();
            case "http-header", "http-request-method", "query-string" -> condition;
            case "source-ip" -> throw unsupported(condition, "its callers are all this machine");
            default -> throw ElbErrors.validation("Condition field '" + field + "' is not valid");
        };
        int values = switch (field) {
            case "http-header" ->
                normal.httpHeaderConfig() == null
                        ? 0
                        : normal.httpHeaderConfig().values().size();
            case "http-request-method" ->
                normal.httpRequestMethodConfig() == null
                        ? 0
                        : normal.httpRequestMethodConfig().values().size();
            case "query-string" ->
                normal.queryStringConfig() == null
                        ? 0
                        : normal.queryStringConfig().values().size();
            default -> normal.values().size();
        };
        if (values == 0) {
            throw ElbErrors.validation("A condition of field '" + field + "' must have at least one value");
        }
        if (field.equals("http-header") && normal.httpHeaderConfig().httpHeaderName() == null) {
            throw ElbErrors.validation("A condition of field 'http-header' must name its header");
        }
        return normal;
    }

    private static Predicate<Call> compile(RuleCondition condition) {
        return switch (condition.field()) {
            case "path-pattern" -> {
                Pattern any = anyOf(condition.values(), 0);
                yield call -> any.matcher(call.path()).matches();
            }
            case "host-header" -> {
                Pattern any = anyOf(condition.values(), Pattern.CASE_INSENSITIVE);
                yield call -> any.matcher(call.host()).matches();
            }
            case "http-header" -> {
                String name = condition.httpHeaderConfig().httpHeaderName();
                Pattern any = anyOf(condition.httpHeaderConfig().values(), Pattern.CASE_INSENSITIVE);
                yield call -> call.header(name).stream()
                        .anyMatch(value -> any.matcher(value).matches());
            }
            case "http-request-method" -> {
                List<String> methods = condition.httpRequestMethodConfig().values();
                yield call -> methods.contains(call.method());
            }
            case "query-string" -> query(condition.queryStringConfig().values());
            default -> throw new IllegalStateException("a condition was kept unchecked: " + condition);
        };
    }

    private static Predicate<Call> query(List<QueryStringKeyValuePair> wanted) {
        Predicate<Call> any = call -> false;
        for (QueryStringKeyValuePair pair : wanted) {
            Pattern key =
                    pair.key() == null ? Pattern.compile(".*") : anyOf(List.of(pair.key()), Pattern.CASE_INSENSITIVE);
            Pattern value = anyOf(List.of(pair.value()), Pattern.CASE_INSENSITIVE);
            any = any.or(call -> {
                for (String part : List.of(call.query().split("&", -1))) {
                    int equals = part.indexOf('=');
                    String name = equals < 0 ? part : part.substring(0, equals);
                    String text = equals < 0 ? "" : part.substring(equals + 1);
                    if (key.matcher(decode(name)).matches()
                            && value.matcher(decode(text)).matches()) {
                        return true;
                    }
                }
                return false;
            });
        }
        return any;
    }

    private static String decode(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    /** {@code *} is any run of characters, {@code ?} any one. */
    static Pattern anyOf(List<String> wildcards, int flags) {
        return Pattern.compile(
                wildcards.stream()
                        .map(wildcard -> wildcard.codePoints()
                                .mapToObj(point -> switch (point) {
                                    case '*' -> ".*";
                                    case '?' -> ".";
                                    default -> Pattern.quote(Character.toString(point));
                                })
                                .collect(Collectors.joining()))
                        .collect(Collectors.joining("|")),
                flags | Pattern.DOTALL);
    }

    private static RuntimeException unsupported(RuleCondition condition, String why) {
        return ElbErrors.validation("The local cloud does not support conditions of field '"
                + String.valueOf(condition.field()).toLowerCase(Locale.ROOT) + "' like this (" + why
                + "); use a path-pattern, host-header, http-header, http-request-method or query-string condition");
    }
}
