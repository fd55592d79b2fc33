package slipway.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A span of time: a number and a unit. */
final class SpanConverter implements ITypeConverter<Duration> {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

    @Override
    public Duration convert(String value) {
        Matcher span = SPAN.matcher(value);
        if (!span.matches()) {
            throw new TypeConversionException(
                    "'" + value + "' is no span of time: a number and s, m, h or d, such as 10m");
        }
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
