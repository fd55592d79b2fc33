package slipway.localcloud.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gives each parameter of a template its value, and refuses values that the declaration does not allow. */
public final class Parameters {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    private Parameters() {}

    /** Reads SSM parameters. */
    public interface SsmParameters {
        /** @return the value, or nothing when there is no such parameter */
        Optional<String> value(String name);
    }

    /**
     * @param given parameter name to value; absent ones take the default
     * @throws TemplateException when one is missing, unknown, or outside what its declaration allows
     */
    public static Map<String, ParameterValue> resolve(Template template, Map<String, String> given, SsmParameters ssm) {
        var unknown = given.keySet().stream()
                .filter(name -> !template.parameters().containsKey(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw TemplateException.of("Parameters: " + unknown + " do not exist in the template");
        }
        var missing = new ArrayList<String>();
        var values = new LinkedHashMap<String, ParameterValue>();
        template.parameters().forEach((name, declaration) -> {
            String text = given.get(name);
            if (text == null) {
                text = declaration.defaultValue().orElse(null);
            }
            if (text == null) {
                missing.add(name);
                return;
            }
            check(declaration, text);
            String resolved = declaration.isSsm() ? lookUp(declaration, text, ssm) : null;
            values.put(name, new ParameterValue(name, text, resolved, declaration.isList(), declaration.noEcho()));
        });
        if (!missing.isEmpty()) {
            throw TemplateException.of("Parameters: " + missing + " must have values");
        }
        return values;
    }

    /** What Ref answers for each. */
    public static Map<String, Object> worth(Map<String, ParameterValue> values) {
        var worth = new LinkedHashMap<String, Object>();
        values.forEach((name, value) -> worth.put(name, value.worth()));
        return worth;
    }

    private static String lookUp(ParameterDeclaration declaration, String name, SsmParameters ssm) {
        return ssm.value(name)
                .orElseThrow(() -> TemplateException.of("Unable to fetch parameters [" + name
                        + "] from parameter store for this account." + " (parameter " + declaration.name() + ")"));
    }

    private static void check(ParameterDeclaration declaration, String text) {
        List<String> members =
                declaration.isList() && !declaration.isSsm() ? ParameterValue.members(text) : List.of(text);
        for (String member : members) {
            fault(declaration, member).ifPresent(sentence -> {
                String told = declaration
                        .constraintDescription()
                        .map(constraint ->
                                "Parameter '" + declaration.name() + "' failed to satisfy constraint: " + constraint)
                        .orElse("Parameter '" + declaration.name() + "' " + sentence);
                throw TemplateException.of(told);
            });
        }
    }

    private static Optional<String> fault(ParameterDeclaration declaration, String text) {
        if (declaration.isNumber()) {
            if (!NUMBER.matcher(text).matches()) {
                return Optional.of("must be a number.");
            }
            double number = Double.parseDouble(text);
            if (declaration.minValue().filter(least -> number < least).isPresent()) {
                return Optional.of("must be a number not less than "
                        + plain(declaration.minValue().get()));
            }
            if (declaration.maxValue().filter(most -> number > most).isPresent()) {
                return Optional.of("must be a number not greater than "
                        + plain(declaration.maxValue().get()));
            }
        }
        if (!declaration.allowedValues().isEmpty()
                && !declaration.allowedValues().contains(text)) {
            return Optional.of("must be one of AllowedValues " + declaration.allowedValues());
        }
        if (declaration.minLength().filter(least -> text.length() < least).isPresent()) {
            return Optional.of(
                    "must contain at least " + declaration.minLength().get() + " characters");
        }
        if (declaration.maxLength().filter(most -> text.length() > most).isPresent()) {
            return Optional.of("must contain at most " + declaration.maxLength().get() + " characters");
        }
        if (declaration
                .allowedPattern()
                .filter(pattern -> !pattern.matcher(text).matches())
                .isPresent()) {
            return Optional.of(
                    "must match pattern " + declaration.allowedPattern().get());
        }
        return Optional.empty();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
