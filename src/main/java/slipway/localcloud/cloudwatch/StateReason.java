package slipway.localcloud.cloudwatch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Why an alarm is in its state: in words, and as the JSON that goes with them; both in AWS's form.
 *
 * @param data null when there is nothing but the words
 */
record StateReason(String text, @Nullable String data) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter SHORT = format("dd/MM/yy HH:mm:ss");
    private static final DateTimeFormatter LONG = format("EEEE dd MMMM, yyyy HH:mm:ss 'UTC'");
    private static final DateTimeFormatter IN_DATA = format("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** An alarm whose state changes, or changed before. */
    record Child(String arn, StateValue state, Instant since) {}

    /**
     * Of a metric alarm that changes its state.
     *
     * @param to the state that it changes to
     */
    static StateReason of(
            MetricAlarm alarm, Judgement.Terms terms, Judgement judgement, StateValue to, int period, Instant now) {
        return new StateReason(
                text(alarm.stateValue(), terms, judgement, to), data(alarm, terms, judgement, period, now));
    }

    private static String text(StateValue from, Judgement.Terms terms, Judgement judgement, StateValue to) {
        if (to == StateValue.INSUFFICIENT_DATA) {
            return "Insufficient Data: " + counted(judgement.filled(), "datapoint")
                    + (judgement.filled() == 1 ? " was" : " were") + " unknown.";
        }
        String treated = judgement.filled() == 0
                ? ""
                : counted(judgement.filled(), "missing datapoint")
                        + (judgement.filled() == 1 ? " was" : " were") + " treated as ["
                        + terms.missing().word() + "]";
        if (judgement.points().isEmpty()) {
            return "Threshold Crossed: no datapoints were received for " + counted(terms.periods(), "period") + " and "
                    + treated + ".";
        }
        boolean alarm = to == StateValue.ALARM;
        int alike = alarm ? judgement.breaching() : judgement.points().size() - judgement.breaching();
        // Where the missing points alone decide, the others are told as what they are.
        boolean told = (alike > 0) == alarm;
        List<Judgement.Point> shown = judgement.points().stream()
                .filter(point -> terms.threshold().isBreachedBy(point.value()) == told)
                .toList();
        int least = alarm ? terms.toAlarm() : terms.periods() - terms.toAlarm() + 1;
        return "Threshold Crossed: " + shown.size() + " out of the last "
                + counted(judgement.points().size(), "datapoint") + " "
                + shown.stream()
                        .map(point -> point.value() + " (" + SHORT.format(MetricStore.time(point.minute())) + ")")
                        .collect(Collectors.joining(", ", "[", "]"))
                + (shown.size() == 1 ? " was " : " were ") + (told ? "" : "not ")
                + terms.threshold().words() + " the threshold ("
                + terms.threshold().value() + ")"
                + (treated.isEmpty() ? "" : " and " + treated)
                + " (minimum " + counted(least, "datapoint") + " for " + from + " -> " + to + " transition).";
    }

    private static String data(MetricAlarm alarm, Judgement.Terms terms, Judgement judgement, int period, Instant now) {
        ObjectNode data = JSON.createObjectNode();
        data.put("version", "1.0");
        data.put("queryDate", IN_DATA.format(now));
        if (!judgement.points().isEmpty()) {
            data.put(
                    "startDate",
                    IN_DATA.format(MetricStore.time(judgement.points().getLast().minute())));
        }
        if (alarm.unitAsString() != null) {
            data.put("unit", alarm.unitAsString());
        }
        String statistic = alarm.statisticAsString() == null ? alarm.extendedStatistic() : alarm.statisticAsString();
        if (statistic != null) {
            data.put("statistic", statistic);
        }
        data.put("period", period * 60);
        ArrayNode recent = data.putArray("recentDatapoints");
        judgement.points().reversed().forEach(point -> recent.add(point.value()));
        data.put("threshold", terms.threshold().value());
        ArrayNode evaluated = data.putArray("evaluatedDatapoints");
        judgement
                .points()
                .forEach(point -> evaluated
                        .addObject()
                        .put("timestamp", IN_DATA.format(MetricStore.time(point.minute())))
                        .put("value", point.value()));
        return data.toString();
    }

    /**
     * Of a composite alarm that changes its state.
     *
     * @param children the alarms of its rule
     */
    static StateReason of(CompositeAlarm alarm, List<Child> children, StateValue to) {
        List<Child> triggering = children.stream()
                .filter(child -> child.state() == to)
                .sorted(Comparator.comparing(Child::since).reversed())
                .toList();
        boolean first = alarm.stateValue() == StateValue.INSUFFICIENT_DATA;
        if (triggering.isEmpty() || (first && to == StateValue.OK)) {
            return new StateReason(
                    alarm.alarmArn() + (first ? " was created and" : "") + " its alarm rule evaluates to " + to, null);
        }
        ObjectNode data = JSON.createObjectNode();
        ArrayNode alarms = data.putArray("triggeringAlarms");
        for (Child child : triggering) {
            alarms.addObject()
                    .put("arn", child.arn())
                    .putObject("state")
                    .put("value", child.state().toString())
                    .put("timestamp", IN_DATA.format(child.since()));
        }
        Child latest = triggering.getFirst();
        return new StateReason(
                latest.arn() + " transitioned to " + to + " at " + LONG.format(latest.since()), data.toString());
    }

    /** What the history keeps of a change. */
    static String history(StateValue from, String before, StateValue to, StateReason after) {
        ObjectNode data = JSON.createObjectNode();
        data.put("version", "1.0");
        data.putObject("oldState").put("stateValue", from.toString()).put("stateReason", before);
        ObjectNode now = data.putObject("newState").put("stateValue", to.toString());
        now.put("stateReason", after.text());
        if (after.data() != null) {
            try {
                now.set("stateReasonData", JSON.readTree(after.data()));
            } catch (com.fasterxml.jackson.core.JsonProcessingException callersOwn) {
                // SetAlarmState takes what a caller gives, which need not be JSON.
                now.put("stateReasonData", after.data());
            }
        }
        return data.toString();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
