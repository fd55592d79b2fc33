package slipway.localcloud.cloudwatch;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.async.Cancellable;
import slipway.localcloud.state.CloudClock;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.waiters.CloudWatchWaiter;

/**
 * CloudWatch of the local cloud: metrics, alarms and dashboards. Metric alarms are evaluated at the end of each cloud minute,
 * after the minute's points are published, and composite alarms after them. Their actions are kept and not run.
 */
public final class LocalCloudWatch implements CloudWatchClient {
    private static final Logger log = LoggerFactory.getLogger(LocalCloudWatch.class);
    private static final String DOCUMENT = "cloudwatch";
    private static final int MOST_TAGS = 50;
    private static final Duration METRICS_SAVED_EVERY = Duration.ofMinutes(10);

    private final StateFolder state;
    private final Alarms alarms;
    private final Dashboards dashboards;
    private final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private final MetricStore metrics;
    private final MetricInput input;
    private final MetricQueries queries;
    private final AlarmQueries alarmQueries;
    private final AlarmEvaluator evaluator;
    private final Cancellable saving;
    private final Cancellable evaluating;
    private boolean closed;

    record Document(Alarms.Kept alarms, List<Dashboards.Kept> dashboards, Map<String, Map<String, String>> tags) {}

    /** Takes up what the state folder holds. */
    public LocalCloudWatch(Place place, CloudClock clock, StateFolder state) {
        this.state = state;
        alarms = new Alarms(place, clock);
        dashboards = new Dashboards(place, clock);
        metrics = new MetricStore(state);
        input = new MetricInput(metrics, clock);
        queries = new MetricQueries(metrics, clock);
        alarmQueries = new AlarmQueries(alarms);
        evaluator = new AlarmEvaluator(queries);
        saving = clock.realTimer().every(METRICS_SAVED_EVERY, metrics::saveIfChanged);
        state.read(DOCUMENT, Document.class).ifPresent(document -> {
            alarms.restore(document.alarms());
            dashboards.restore(document.dashboards());
            document.tags().forEach((arn, values) -> tags.put(arn, new LinkedHashMap<>(values)));
        });
        evaluating = clock.afterEveryMinute(this::evaluateAlarms);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public CloudWatchWaiter waiter() {
        return CloudWatchWaiter.builder().client(this).build();
    }

    @Override
    public void close() {
        saving.cancel();
        evaluating.cancel();
        synchronized (this) {
            // An evaluation under way has ended now, and one that was just beginning writes nothing more.
            closed = true;
        }
        try {
            metrics.saveIfChanged();
        } catch (UncheckedIOException failed) {
            // The others are closed all the same.
            log.error("the newest points cannot be written: they are lost", failed);
        }
    }

    /** The points of the minute are there: publishers had their turn. */
    private synchronized void evaluateAlarms(Instant minute) {
        if (!closed && alarms.evaluate(evaluator, minute)) {
            save();
        }
    }

    /** What the other services put their metrics through: it takes the namespaces that AWS reserves for them. */
    public CloudWatchClient publisher() {
        return new Publisher(input);
    }

    /** Namespaces of AWS's services are not for callers. */
    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        if (request.namespace() != null && request.namespace().startsWith(MetricInput.RESERVED)) {
            throw CloudWatchErrors.invalid(MetricInput.RESERVED, "Namespace");
        }
        input.put(request);
        return PutMetricDataResponse.builder().build();
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
        return queries.data(request);
    }

    @Override
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        return queries.statistics(request);
    }

    @Override
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
        return queries.list(request);
    }

    @Override
    public synchronized PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
        boolean created = !alarms.exists(String.valueOf(request.alarmName()));
        alarms.put(request);
        tagCreated(created, request.alarmName(), request.tags());
        save();
        return PutMetricAlarmResponse.builder().build();
    }

    @Override
    public synchronized PutCompositeAlarmResponse putCompositeAlarm(PutCompositeAlarmRequest request) {
        boolean created = !alarms.exists(String.valueOf(request.alarmName()));
        alarms.put(request);
        tagCreated(created, request.alarmName(), request.tags());
        save();
        return PutCompositeAlarmResponse.builder().build();
    }

    /** Metric alarms only, unless the request's alarm types include {@code CompositeAlarm}, as on AWS. */
    @Override
    public synchronized DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        return alarmQueries.describe(request);
    }

    @Override
    public synchronized DescribeAlarmsForMetricResponse describeAlarmsForMetric(
            DescribeAlarmsForMetricRequest request) {
        return alarmQueries.forMetric(request);
    }

    @Override
    public synchronized DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
        return alarmQueries.history(request);
    }

    @Override
    public synchronized DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
        alarms.delete(request.alarmNames());
        request.alarmNames().forEach(name -> tags.remove(alarms.arn(name)));
        save();
        return DeleteAlarmsResponse.builder().build();
    }

    @Override
    public synchronized SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
        if (request.stateValue() == null || request.stateValue() == StateValue.UNKNOWN_TO_SDK_VERSION) {
            throw CloudWatchErrors.validation(
                    "StateValue '" + request.stateValueAsString() + "' must be OK, ALARM or INSUFFICIENT_DATA");
        }
        alarms.setState(
                request.alarmName(),
                request.stateValue(),
                String.valueOf(request.stateReason()),
                request.stateReasonData());
        save();
        return SetAlarmStateResponse.builder().build();
    }

    @Override
    public synchronized EnableAlarmActionsResponse enableAlarmActions(EnableAlarmActionsRequest request) {
        alarms.enableActions(request.alarmNames(), true);
        save();
        return EnableAlarmActionsResponse.builder().build();
    }

    @Override
    public synchronized DisableAlarmActionsResponse disableAlarmActions(DisableAlarmActionsRequest request) {
        alarms.enableActions(request.alarmNames(), false);
        save();
        return DisableAlarmActionsResponse.builder().build();
    }

    @Override
    public synchronized PutDashboardResponse putDashboard(PutDashboardRequest request) {
        dashboards.put(request.dashboardName(), request.dashboardBody());
        save();
        return PutDashboardResponse.builder().build();
    }

    @Override
    public synchronized GetDashboardResponse getDashboard(GetDashboardRequest request) {
        return dashboards.get(request.dashboardName());
    }

    @Override
    public synchronized ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
        Page<DashboardEntry> page =
                Page.of(dashboards.list(request.dashboardNamePrefix()).toList(), request.nextToken(), null, 1000, 1000);
        return ListDashboardsResponse.builder()
                .dashboardEntries(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public synchronized DeleteDashboardsResponse deleteDashboards(DeleteDashboardsRequest request) {
        dashboards.delete(request.dashboardNames());
        save();
        return DeleteDashboardsResponse.builder().build();
    }

    @Override
    public synchronized TagResourceResponse tagResource(TagResourceRequest request) {
        requireAlarm(request.resourceARN());
        tag(request.resourceARN(), request.tags());
        save();
        return TagResourceResponse.builder().build();
    }

    @Override
    public synchronized UntagResourceResponse untagResource(UntagResourceRequest request) {
        requireAlarm(request.resourceARN());
        Map<String, String> values = tags.get(request.resourceARN());
        if (values != null) {
            request.tagKeys().forEach(values::remove);
        }
        save();
        return UntagResourceResponse.builder().build();
    }

    @Override
    public synchronized ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        requireAlarm(request.resourceARN());
        return ListTagsForResourceResponse.builder()
                .tags(tags.getOrDefault(request.resourceARN(), Map.of()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    /** Tags in a put are those of a new alarm; an alarm that is updated keeps its own, as on AWS. */
    private void tagCreated(boolean created, String name, List<Tag> given) {
        if (created) {
            tag(alarms.arn(name), given);
        }
    }

    private void tag(String arn, List<Tag> given) {
        Map<String, String> values = tags.computeIfAbsent(arn, any -> new LinkedHashMap<>());
        given.forEach(tag -> values.put(tag.key(), tag.value()));
        if (values.size() > MOST_TAGS) {
            throw CloudWatchErrors.validation("A resource may have at most " + MOST_TAGS + " tags");
        }
    }

    private void requireAlarm(@Nullable String arn) {
        if (arn == null || !alarms.arns().containsKey(arn)) {
            throw CloudWatchErrors.resourceNotFound(String.valueOf(arn));
        }
    }

    private void save() {
        Map<String, Map<String, String>> keptTags = new LinkedHashMap<>();
        tags.forEach((arn, values) -> keptTags.put(arn, new LinkedHashMap<>(values)));
        state.write(DOCUMENT, new Document(alarms.kept(), dashboards.kept(), keptTags));
    }
}
