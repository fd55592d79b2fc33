package slipway.localcloud.cloudwatch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statistic as a query names it: {@code Average}, {@code p95}, … */
sealed interface Stat {
    Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,10})?|100(?:\\.0{1,10})?)");
    /** Trimmed means and their kin: AWS has them, the local cloud does not. */
    Pattern TRIMMED = Pattern.compile("(?i)(tm|wm|tc|ts|iqm|pr)[\\d(].*|iqm");

    enum Plain implements Stat {
        SAMPLE_COUNT,
        AVERAGE,
        SUM,
        MINIMUM,
        MAXIMUM
    }

    record Percentile(double percent) implements Stat {}

    /** Reads a statistic's name, or refuses it. */
    static Stat parse(@Nullable String name) {
        return switch (name) {
            case null -> throw CloudWatchErrors.missing("Stat");
            case "SampleCount" -> Plain.SAMPLE_COUNT;
            case "Average" -> Plain.AVERAGE;
            case "Sum" -> Plain.SUM;
            case "Minimum" -> Plain.MINIMUM;
            case "Maximum" -> Plain.MAXIMUM;
            default -> {
                Matcher percentile = PERCENTILE.matcher(name);
                if (percentile.matches()) {
                    yield new Percentile(Double.parseDouble(percentile.group(1)));
                }
                if (TRIMMED.matcher(name).matches()) {
                    throw CloudWatchErrors.notImplemented(
                            "GetMetricData",
                            "the statistic " + name
                                    + "; there are SampleCount, Average, Sum, Minimum, Maximum and percentiles");
                }
                throw CloudWatchErrors.invalid(name, "Stat");
            }
        };
    }

    /** Its value for a sample; nothing where the sample does not tell. */
    default @Nullable Double of(Sample sample) {
        return switch (this) {
            case Plain.SAMPLE_COUNT -> sample.count();
            case Plain.AVERAGE -> sample.sum() / sample.count();
            case Plain.SUM -> sample.sum();
            case Plain.MINIMUM -> sample.minimum();
            case Plain.MAXIMUM -> sample.maximum();
            case Percentile(double percent) -> sample.percentile(percent);
        };
    }
}
