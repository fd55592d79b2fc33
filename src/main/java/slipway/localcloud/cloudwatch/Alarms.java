package slipway.localcloud.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * The alarms that exist and what happened to them: the newest {@value #KEPT_HISTORY} entries. A composite alarm's state
 * follows from its rule at once.
 */
final class Alarms {
    private static final int KEPT_HISTORY = 1000;

    private final Place place;
    private final CloudClock clock;
    private final Map<String, MetricAlarm> metric = new TreeMap<>();
    private final Map<String, CompositeAlarm> composite = new TreeMap<>();
    private final List<AlarmHistoryItem> history = new ArrayList<>();

    /** Kept form; the history oldest first. */
    record Kept(List<MetricAlarm> metric, List<CompositeAlarm> composite, List<AlarmHistoryItem> history) {}

    Alarms(Place place, CloudClock clock) {
        this.place = place;
        this.clock = clock;
    }

    Kept kept() {
        return new Kept(List.copyOf(metric.values()), List.copyOf(composite.values()), List.copyOf(history));
    }

    void restore(Kept kept) {
        kept.metric().forEach(alarm -> metric.put(alarm.alarmName(), alarm));
        kept.composite().forEach(alarm -> composite.put(alarm.alarmName(), alarm));
        history.addAll(kept.history());
    }

    String arn(String name) {
        return place.arn("cloudwatch", "alarm:" + name);
    }

    Stream<MetricAlarm> metric() {
        return metric.values().stream();
    }

    Stream<CompositeAlarm> composite() {
        return composite.values().stream();
    }

    /** Newest first. */
    List<AlarmHistoryItem> history() {
        return history.reversed();
    }

    boolean exists(String name) {
        return metric.containsKey(name) || composite.containsKey(name);
    }

    /** The alarms that a composite alarm's rule speaks of. */
    List<String> children(String name) {
        CompositeAlarm alarm = composite.get(name);
        if (alarm == null) {
            throw CloudWatchErrors.alarmNotFound(name);
        }
        return List.copyOf(AlarmRule.parse(alarm.alarmRule()).alarms());
    }

    /** The composite alarms whose rules speak of an alarm. */
    List<String> parents(String name) {
        return composite.values().stream()
                .filter(alarm -> AlarmRule.parse(alarm.alarmRule()).alarms().contains(name))
                .map(CompositeAlarm::alarmName)
                .toList();
    }

    void put(PutMetricAlarmRequest request) {
        if (composite.containsKey(request.alarmName())) {
            throw CloudWatchErrors.validation(
                    "Alarm '" + request.alarmName() + "' is a composite alarm; give the metric alarm another name");
        }
        MetricAlarm known = metric.get(request.alarmName());
        MetricAlarm alarm = MetricAlarms.of(request, arn(request.alarmName()), known, clock.instant());
        metric.put(alarm.alarmName(), alarm);
        record(alarm.alarmName(), AlarmType.METRIC_ALARM, known == null);
        evaluate();
    }

    void put(PutCompositeAlarmRequest request) {
        AlarmNames.require(request.alarmName());
        if (metric.containsKey(request.alarmName())) {
            throw CloudWatchErrors.validation(
                    "Alarm '" + request.alarmName() + "' is a metric alarm; give the composite alarm another name");
        }
        if (request.alarmRule() == null || request.alarmRule().isBlank()) {
            throw CloudWatchErrors.validation("Alarm '" + request.alarmName() + "': AlarmRule is missing");
        }
        for (String child : AlarmRule.parse(request.alarmRule()).alarms()) {
            if (child.equals(request.alarmName()) || !exists(child)) {
                throw CloudWatchErrors.validation("Alarm '" + request.alarmName() + "': AlarmRule names the alarm '"
                        + child + "', which does not exist");
            }
        }
        if (request.actionsSuppressor() != null) {
            throw CloudWatchErrors.validation(
                    "Alarm '" + request.alarmName() + "': the local cloud does not support ActionsSuppressor");
        }
        Instant now = clock.instant();
        CompositeAlarm known = composite.get(request.alarmName());
        composite.put(
                request.alarmName(),
                CompositeAlarm.builder()
                        .alarmName(request.alarmName())
                        .alarmArn(arn(request.alarmName()))
                        .alarmDescription(request.alarmDescription())
                        .alarmConfigurationUpdatedTimestamp(now)
                        .alarmRule(request.alarmRule())
                        .actionsEnabled(request.actionsEnabled() == null || request.actionsEnabled())
                        .okActions(request.okActions())
                        .alarmActions(request.alarmActions())
                        .insufficientDataActions(request.insufficientDataActions())
                        .stateValue(known == null ? StateValue.INSUFFICIENT_DATA : known.stateValue())
                        .stateReason(known == null ? "Unchecked: Initial alarm creation" : known.stateReason())
                        .stateUpdatedTimestamp(known == null ? now : known.stateUpdatedTimestamp())
                        .stateTransitionedTimestamp(known == null ? now : known.stateTransitionedTimestamp())
                        .build());
        record(request.alarmName(), AlarmType.COMPOSITE_ALARM, known == null);
        evaluate();
    }

    /** Deletes alarms; a name that nothing has is passed over. */
    void delete(List<String> names) {
        for (String name : names) {
            List<String> parents = new ArrayList<>(parents(name));
            parents.removeAll(names);
            if (!parents.isEmpty()) {
                // (a): the service's own words for this refusal are not documented.
                throw CloudWatchErrors.validation("Alarm '" + name + "' cannot be deleted: the composite alarms "
                        + parents + " depend on it; delete those first");
            }
        }
        names.forEach(metric::remove);
        names.forEach(composite::remove);
    }

    void setState(String name, StateValue state, String reason, @Nullable String reasonData) {
        MetricAlarm alarm = metric.get(name);
        if (alarm == null) {
            throw composite.containsKey(name)
                    ? CloudWatchErrors.validation(
                            "The state of composite alarm '" + name + "' follows from its rule: it cannot be set here")
                    : CloudWatchErrors.alarmNotFound(name);
        }
        move(alarm, state, new StateReason(reason, reasonData));
        evaluate();
    }

    /**
     * Brings every metric alarm to what its points say, in the order of their names, and then the composite alarms.
     *
     * @param minute when the minute began that has just ended
     * @return whether a state has changed
     */
    boolean evaluate(AlarmEvaluator evaluator, Instant minute) {
        boolean moved = false;
        for (MetricAlarm alarm : List.copyOf(metric.values())) {
            AlarmEvaluator.Outcome outcome = evaluator.evaluate(alarm, minute);
            StateValue state = outcome == null ? null : outcome.judgement().state();
            if (outcome != null && state != null && state != alarm.stateValue()) {
                move(
                        alarm,
                        state,
                        StateReason.of(
                                alarm, outcome.terms(), outcome.judgement(), state, outcome.period(), clock.instant()));
                moved = true;
            }
        }
        if (moved) {
            evaluate();
        }
        return moved;
    }

    private void move(MetricAlarm alarm, StateValue state, StateReason reason) {
        Instant now = clock.instant();
        boolean moves = state != alarm.stateValue();
        metric.put(
                alarm.alarmName(),
                alarm.toBuilder()
                        .stateValue(state)
                        .stateReason(reason.text())
                        .stateReasonData(reason.data())
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(moves ? now : alarm.stateTransitionedTimestamp())
                        .build());
        if (moves) {
            recordState(
                    alarm.alarmName(), AlarmType.METRIC_ALARM, alarm.stateValue(), alarm.stateReason(), state, reason);
        }
    }

    void enableActions(List<String> names, boolean enabled) {
        for (String name : names) {
            metric.computeIfPresent(
                    name,
                    (any, alarm) -> alarm.toBuilder().actionsEnabled(enabled).build());
            composite.computeIfPresent(
                    name,
                    (any, alarm) -> alarm.toBuilder().actionsEnabled(enabled).build());
        }
    }

    /** Brings every composite alarm to what its rule says; again while one changes, since they may name one another. */
    private void evaluate() {
        boolean moved = true;
        for (int round = 0; moved && round <= composite.size(); round++) {
            moved = false;
            for (CompositeAlarm alarm : List.copyOf(composite.values())) {
                AlarmRule rule = AlarmRule.parse(alarm.alarmRule());
                StateValue state = rule.holds(this::isIn) ? StateValue.ALARM : StateValue.OK;
                if (state != alarm.stateValue()) {
                    move(alarm, state, StateReason.of(alarm, states(rule.alarms()), state));
                    moved = true;
                }
            }
        }
    }

    private void move(CompositeAlarm alarm, StateValue state, StateReason reason) {
        Instant now = clock.instant();
        composite.put(
                alarm.alarmName(),
                alarm.toBuilder()
                        .stateValue(state)
                        .stateReason(reason.text())
                        .stateReasonData(reason.data())
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(now)
                        .build());
        recordState(
                alarm.alarmName(), AlarmType.COMPOSITE_ALARM, alarm.stateValue(), alarm.stateReason(), state, reason);
    }

    private List<StateReason.Child> states(Set<String> names) {
        return Stream.concat(
                        metric.values().stream()
                                .filter(alarm -> names.contains(alarm.alarmName()))
                                .map(alarm -> new StateReason.Child(
                                        alarm.alarmArn(), alarm.stateValue(), alarm.stateTransitionedTimestamp())),
                        composite.values().stream()
                                .filter(alarm -> names.contains(alarm.alarmName()))
                                .map(alarm -> new StateReason.Child(
                                        alarm.alarmArn(), alarm.stateValue(), alarm.stateTransitionedTimestamp())))
                .toList();
    }

    private boolean isIn(String name, StateValue state) {
        MetricAlarm alarm = metric.get(name);
        if (alarm != null) {
            return alarm.stateValue() == state;
        }
        CompositeAlarm other = composite.get(name);
        return other != null && other.stateValue() == state;
    }

    private void record(String name, AlarmType type, boolean created) {
        add(
                name,
                type,
                HistoryItemType.CONFIGURATION_UPDATE,
                "Alarm \"" + name + "\" " + (created ? "created" : "updated"),
                "{}");
    }

    private void recordState(
            String name, AlarmType type, StateValue from, String before, StateValue to, StateReason reason) {
        add(
                name,
                type,
                HistoryItemType.STATE_UPDATE,
                "Alarm updated from " + from + " to " + to,
                StateReason.history(from, before, to, reason));
    }

    private void add(String name, AlarmType type, HistoryItemType what, String summary, String data) {
        history.add(AlarmHistoryItem.builder()
                .alarmName(name)
                .alarmType(type)
                .timestamp(clock.instant())
                .historyItemType(what)
                .historySummary(summary)
                .historyData(data)
                .build());
        if (history.size() > KEPT_HISTORY) {
            history.subList(0, history.size() - KEPT_HISTORY).clear();
        }
    }

    /** Alarms by name, with their tags' owners. */
    Map<String, String> arns() {
        Map<String, String> arns = new LinkedHashMap<>();
        metric.keySet().forEach(name -> arns.put(arn(name), name));
        composite.keySet().forEach(name -> arns.put(arn(name), name));
        return arns;
    }
}
