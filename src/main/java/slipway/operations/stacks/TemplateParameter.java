package slipway.operations.stacks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A parameter as a template declares it.
 *
 * @param type CloudFormation's, such as {@code String}, {@code Number} or {@code CommaDelimitedList}
 * @param defaultValue absent when a value must be given
 * @param allowedValues empty when any value is
 * @param allowedPattern a Java regular expression that the whole value matches, of a list each item; absent when there is none
 * @param constraintDescription the template's words for a value that is refused; may be empty
 * @param noEcho whether the value is a secret
 * @param group the heading of its group in the template's interface; empty when it has none
 * @param label the template's label for it, else its name
 * @param mark where it stands in the template
 */
public record TemplateParameter(
        String name,
        String type,
        Optional<String> defaultValue,
        List<String> allowedValues,
        Optional<String> allowedPattern,
        Optional<Long> minLength,
        Optional<Long> maxLength,
        Optional<Double> minValue,
        Optional<Double> maxValue,
        String description,
        String constraintDescription,
        boolean noEcho,
        String group,
        String label,
        Mark mark) {

    /** Why CloudFormation would refuse the value, as a sentence that names the parameter; empty when it would not. */
    public Optional<String> problem(String value) {
        if (!allowedValues.isEmpty() && !allowedValues.contains(value)) {
            return refused(
                    "must be one of "
                            + allowedValues.stream()
                                    .map(each -> each.isEmpty() ? "empty" : each)
                                    .collect(Collectors.joining(", ")),
                    value);
        }
        if (type.equals("Number")) {
            return numberProblem(value);
        }
        if (minLength.isPresent() && value.length() < minLength.get()) {
            return refused("must have at least " + minLength.get() + " characters", value);
        }
        if (maxLength.isPresent() && value.length() > maxLength.get()) {
            return refused("must have at most " + maxLength.get() + " characters", value);
        }
        if (allowedPattern.isPresent() && !items(value).allMatch(item -> matches(allowedPattern.get(), item))) {
            return refused("must match " + allowedPattern.get(), value);
        }
        return Optional.empty();
    }

    /** What the pattern judges: a list's items one by one, anything else as a whole. */
    private Stream<String> items(String value) {
        boolean list = type.equals("CommaDelimitedList") || type.startsWith("List<");
        return list ? Arrays.stream(value.split(",", -1)).map(String::strip) : Stream.of(value);
    }

    private Optional<String> numberProblem(String value) {
        double number;
        try {
            number = Double.parseDouble(value.strip());
        } catch (NumberFormatException notOne) {
            return refused("must be a number", value);
        }
        if (minValue.isPresent() && number < minValue.get()) {
            return refused("must be at least " + plain(minValue.get()), value);
        }
        if (maxValue.isPresent() && number > maxValue.get()) {
            return refused("must be at most " + plain(maxValue.get()), value);
        }
        return Optional.empty();
    }

    private Optional<String> refused(String rule, String value) {
        String shown = noEcho ? "the value given" : "'" + value + "'";
        String words = constraintDescription.isEmpty() ? rule : constraintDescription;
        return Optional.of("parameter " + name + ": " + shown + " is refused: " + words);
    }

    private static boolean matches(String pattern, String value) {
        try {
            return Pattern.compile(pattern).matcher(value).matches();
        } catch (PatternSyntaxException beyondJava) {
            return true; // the template's own check reports the pattern; the value is not to blame
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
