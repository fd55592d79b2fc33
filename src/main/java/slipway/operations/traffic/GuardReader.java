package slipway.operations.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import slipway.cloud.Cloud;
import slipway.model.Colour;
import slipway.model.EnvironmentName;
import slipway.model.EnvironmentStatus.Unread;
import slipway.model.Failure;
import slipway.model.FailureException;
import slipway.model.GuardReading;
import slipway.model.GuardReading.Figure;
import slipway.model.GuardReading.State;
import slipway.model.Tier;
import slipway.operations.EnvironmentStack;
import slipway.operations.Failures;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Reads the guards of an environment's colours. After the first reading of a guard one takes one call, and one more where a minute is
 * over.
 */
public final class GuardReader {
    /** The rule of a guard names its parts: {@code ALARM("dev-api-green-5xx") OR ALARM("...")}; by name or by ARN. */
    private static final Pattern PART =
            Pattern.compile("ALARM\\s*\\(\\s*\"?(?:arn:[^\")]*:alarm:)?([^\")]+?)\"?\\s*\\)");

    private final Cloud cloud;
    private final EnvironmentName environment;
    private final KnownOutputs outputs;
    private final Map<String, AlarmValues> values = new HashMap<>();
    /** The parts of each guard as they were last. */
    private final Map<String, Set<String>> parts = new HashMap<>();

    public GuardReader(Cloud cloud, EnvironmentName environment) {
        this.cloud = cloud;
        this.environment = environment;
        this.outputs = new KnownOutputs(cloud, environment);
    }

    /** As {@link #read(Tier, Colour, Consumer)}, for those who do not ask why a guard is unknown. */
    public GuardReading read(Tier tier, Colour colour) {
        return read(tier, colour, unread -> {});
    }

    /**
     * What the guard of a colour says. Unknown, without figures and with a shortest bake of zero, while there is no such alarm or the
     * principal may not read it. Blocks.
     *
     * @param unread told what the principal may not read, or the target does not offer
     * @throws FailureException when the target does not answer
     */
    public synchronized GuardReading read(Tier tier, Colour colour, Consumer<Unread> unread) {
        String part = "the guard of " + EnvironmentStack.service(tier, colour).suffix();
        try {
            return Failures.translated(
                    "read " + part,
                    () -> guard(tier, colour).orElseGet(() -> {
                        outputs.forget();
                        return guard(tier, colour).orElseGet(() -> unknown(tier, colour));
                    }));
        } catch (FailureException failed) {
            if (failed.failure() instanceof Failure.Denied || failed.failure() instanceof Failure.Unsupported) {
                unread.accept(new Unread(part, failed.failure()));
                return new GuardReading("", State.UNKNOWN, List.of(), Duration.ZERO, cloud.now());
            }
            throw failed;
        }
    }

    private Optional<String> name(Tier tier, Colour colour) {
        return outputs.table().output(EnvironmentStack.service(tier, colour), "GuardAlarmName");
    }

    private GuardReading unknown(Tier tier, Colour colour) {
        return new GuardReading(name(tier, colour).orElse(""), State.UNKNOWN, List.of(), Duration.ZERO, cloud.now());
    }

    private Optional<GuardReading> guard(Tier tier, Colour colour) {
        Optional<String> name = name(tier, colour);
        return name.flatMap(guard -> {
            String balancer = environment.stack(word(tier) + "-balancer-5xx");
            Set<String> known = parts.getOrDefault(guard, Set.of());
            DescribeAlarmsResponse answer = describe(
                    Stream.concat(Stream.of(guard, balancer), known.stream()).toList(),
                    AlarmType.COMPOSITE_ALARM,
                    AlarmType.METRIC_ALARM);
            return answer.compositeAlarms().stream()
                    .filter(alarm -> alarm.alarmName().equals(guard))
                    .findFirst()
                    .map(alarm -> reading(tier, colour, alarm, alarms(alarm, known, answer), balancer));
        });
    }

    /** The metric alarms: what was asked for by name, and what the rule names beyond that. */
    private Map<String, MetricAlarm> alarms(CompositeAlarm guard, Set<String> known, DescribeAlarmsResponse answer) {
        Map<String, MetricAlarm> alarms = new HashMap<>();
        answer.metricAlarms().forEach(alarm -> alarms.put(alarm.alarmName(), alarm));
        Set<String> named = parts(guard);
        Set<String> others = new LinkedHashSet<>(named);
        others.removeAll(known);
        if (!others.isEmpty()) {
            describe(others, AlarmType.METRIC_ALARM)
                    .metricAlarms()
                    .forEach(alarm -> alarms.put(alarm.alarmName(), alarm));
        }
        parts.put(guard.alarmName(), named);
        return alarms;
    }

    private static Set<String> parts(CompositeAlarm guard) {
        Set<String> parts = new LinkedHashSet<>();
        PART.matcher(guard.alarmRule()).results().forEach(part -> parts.add(part.group(1)));
        return parts;
    }

    private DescribeAlarmsResponse describe(Collection<String> names, AlarmType... types) {
        return cloud.cloudWatch()
                .describeAlarms(request -> request.alarmNames(names).alarmTypes(types));
    }

    private GuardReading reading(
            Tier tier, Colour colour, CompositeAlarm guard, Map<String, MetricAlarm> alarms, String balancer) {
        List<MetricAlarm> guarding = parts(guard).stream()
                .flatMap(name -> Optional.ofNullable(alarms.get(name)).stream())
                .toList();
        List<MetricAlarm> shown = new ArrayList<>(guarding);
        Optional.ofNullable(alarms.get(balancer)).ifPresent(shown::add);
        Map<String, OptionalDouble> newest = values.computeIfAbsent(guard.alarmName(), _ -> new AlarmValues(cloud))
                .of(shown);
        return new GuardReading(
                guard.alarmName(),
                state(guard),
                shown.stream()
                        .map(alarm -> new Figure(
                                alarm.alarmName(),
                                alarm.alarmName().equals(balancer)
                                        ? "5xx of the " + word(tier) + " balancer itself"
                                        : label(tier, colour, alarm),
                                newest.getOrDefault(alarm.alarmName(), OptionalDouble.empty()),
                                alarm.threshold(),
                                unit(alarm),
                                guarding.contains(alarm),
                                alarm.stateValue() == StateValue.ALARM))
                        .toList(),
                guarding.stream()
                        .map(AlarmValues::judges)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO),
                cloud.now());
    }

    private static State state(CompositeAlarm guard) {
        return switch (guard.stateValue()) {
            case ALARM -> State.FIRING;
            case OK -> State.QUIET;
            default -> State.UNKNOWN;
        };
    }

    private static String word(Tier tier) {
        return tier == Tier.CLIENT ? "public" : "internal";
    }

    /** The service template names its alarms by what they watch. */
    private String label(Tier tier, Colour colour, MetricAlarm alarm) {
        String prefix = EnvironmentStack.service(tier, colour).in(environment) + "-";
        String watched =
                alarm.alarmName().startsWith(prefix) ? alarm.alarmName().substring(prefix.length()) : alarm.alarmName();
        String words = switch (watched) {
            case "unhealthy" -> "unhealthy targets";
            case "latency" -> "p95";
            default -> watched;
        };
        return words + " of " + colour.label();
    }

    private static String unit(MetricAlarm alarm) {
        boolean percent = alarm.unit() == StandardUnit.PERCENT
                || AlarmValues.returned(alarm)
                        .map(query -> query.label())
                        .filter(label -> label.endsWith("percent"))
                        .isPresent();
        return percent ? "%" : "TargetResponseTime".equals(alarm.metricName()) ? "s" : "";
    }
}
