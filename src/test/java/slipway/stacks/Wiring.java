package slipway.stacks;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import slipway.localcloud.cloudformation.template.OutputDeclaration;
import slipway.localcloud.cloudformation.template.Template;

/** Which output feeds which parameter, by the convention of the stacks' README. */
final class Wiring {
    /** The parameters that a person gives and that have no default. */
    static final Set<String> GIVEN = Set.of("EnvironmentName", "Tier", "Colour");

    private final Map<String, Template> stacks = new LinkedHashMap<>();
    private final Map<String, Source> outputs = new LinkedHashMap<>();

    /** An output, as other stacks see it. */
    record Source(String name, String stack, OutputDeclaration declaration) {}

    Wiring(Shipped shipped) {
        for (String name : Shipped.ORDER) {
            Template template = shipped.template(name);
            if (!name.equals("service")) {
                stacks.put(name, template);
                continue;
            }
            Stream.of("client", "api")
                    .flatMap(tier -> Stream.of("blue", "green").map(colour -> tier + "-" + colour))
                    .forEach(stack -> stacks.put(stack, template));
        }
        stacks.forEach((stack, template) -> template.outputs().forEach((name, declaration) -> {
            String seen = prefix(stack) + name;
            outputs.put(seen, new Source(seen, stack, declaration));
        }));
    }

    /** The stacks of an environment: {@code network}, {@code client-blue}, … and their templates, in order. */
    Map<String, Template> stacks() {
        return stacks;
    }

    /** The names of the outputs, as other stacks see them. */
    Set<String> outputs() {
        return outputs.keySet();
    }

    /** The output that feeds this parameter of this stack. */
    Optional<Source> source(String stack, String parameter) {
        Stream<String> candidates = Stream.of(parameter);
        int dash = stack.indexOf('-');
        if (dash > 0) {
            candidates = Stream.of(prefix(stack) + parameter, capital(stack.substring(0, dash)) + parameter, parameter);
        }
        return candidates
                .flatMap(name -> Stream.ofNullable(outputs.get(name)))
                .filter(source -> !source.stack().equals(stack))
                .findFirst();
    }

    /** The stacks whose outputs a stack takes. */
    Set<String> feeders(String stack) {
        var feeders = new TreeSet<String>();
        Template template = stacks.get(stack);
        if (template != null) {
            template.parameters()
                    .keySet()
                    .forEach(parameter -> source(stack, parameter).ifPresent(source -> feeders.add(source.stack())));
        }
        return feeders;
    }

    private static String prefix(String stack) {
        int dash = stack.indexOf('-');
        return dash < 0 ? "" : capital(stack.substring(0, dash)) + capital(stack.substring(dash + 1));
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** What is given, and something that passes for whatever has no default. */
    static Map<String, String> withStandIns(Template template, Map<String, String> given) {
        var values = new HashMap<String, String>();
        template.parameters().forEach((name, declaration) -> {
            if (declaration.defaultValue().isEmpty()) {
                values.put(name, standIn(name));
            }
        });
        values.putAll(given);
        return values;
    }

    private static String standIn(String name) {
        return switch (name) {
            case "EnvironmentName" -> "dev";
            case "Tier" -> "client";
            case "Colour" -> "blue";
            case "AssignPublicIp" -> "DISABLED";
            case "AlarmTopicArn" -> "arn:aws:sns:eu-west-1:000000000000:x";
            default -> shaped(name);
        };
    }

    private static String shaped(String name) {
        String balancing = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:";
        if (name.endsWith("ListenerArn")) {
            return balancing + "listener/app/x/1/2";
        }
        if (name.endsWith("RuleArn")) {
            return balancing + "listener-rule/app/x/1/2/3";
        }
        if (name.endsWith("TargetGroupArn")) {
            return balancing + "targetgroup/x/1";
        }
        if (name.endsWith("TargetGroupFullName")) {
            return "targetgroup/x/1";
        }
        return name.endsWith("LoadBalancerFullName") ? "app/x/1" : name;
    }
}
