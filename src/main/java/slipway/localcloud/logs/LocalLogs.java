package slipway.localcloud.logs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/**
 * CloudWatch Logs. Retention is real: events older than the group's days, in cloud time, are not answered. Beyond that
 * each stream keeps its newest 4 to 8 MiB. Filter patterns are plain terms (all must occur); others are refused.
 */
public final class LocalLogs implements CloudWatchLogsClient {
    private static final Pattern GROUP_NAME = Pattern.compile("[\\.\\-_/#A-Za-z0-9]{1,512}");
    private static final Pattern STREAM_NAME = Pattern.compile("[^:*]{1,512}");
    private static final int LARGEST_PAGE = 10_000;

    private final Place place;
    private final InstantSource clock;
    private final LogGroups groups;

    public LocalLogs(Place place, InstantSource clock, StateFolder state) {
        this.place = place;
        this.clock = clock;
        this.groups = new LogGroups(state);
    }

    @Override
    public synchronized CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        String name = request.logGroupName();
        if (name == null || !GROUP_NAME.matcher(name).matches()) {
            throw LogErrors.invalid(
                    "Log group name '" + name + "' is not usable: 1 to 512 letters, digits and . - _ / #");
        }
        if (groups.all().stream().anyMatch(group -> group.name().equals(name))) {
            throw LogErrors.groupExists();
        }
        groups.put(new LogGroups.Group(name, clock.millis(), 0, new LinkedHashMap<>(request.tags()), new TreeMap<>()));
        return CreateLogGroupResponse.builder().build();
    }

    @Override
    public synchronized DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        groups.remove(groups.require(request.logGroupName()));
        return DeleteLogGroupResponse.builder().build();
    }

    @Override
    public synchronized DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        String prefix = request.logGroupNamePrefix() == null ? "" : request.logGroupNamePrefix();
        String part = request.logGroupNamePattern() == null ? "" : request.logGroupNamePattern();
        List<LogGroups.Group> matching = groups.all().stream()
                .filter(group -> group.name().startsWith(prefix) && group.name().contains(part))
                .toList();
        int from = offset(request.nextToken());
        int to = Math.min(matching.size(), from + size(request.limit(), 50));
        return DescribeLogGroupsResponse.builder()
                .logGroups(matching.subList(Math.min(from, to), to).stream()
                        .map(this::describe)
                        .toList())
                .nextToken(to < matching.size() ? String.valueOf(to) : null)
                .build();
    }

    private LogGroup describe(LogGroups.Group group) {
        String arn = place.arn("logs", "log-group:" + group.name());
        return LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.created())
                .retentionInDays(group.retentionDays() == 0 ? null : group.retentionDays())
                .storedBytes(group.streams().values().stream()
                        .mapToLong(stream -> groups.file(stream).bytes())
                        .sum())
                .metricFilterCount(0)
                .arn(arn + ":*")
                .logGroupArn(arn)
                .logGroupClass(LogGroupClass.STANDARD)
                .build();
    }

    @Override
    public synchronized PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        LogGroups.Group group = groups.require(request.logGroupName());
        if (request.retentionInDays() == null || request.retentionInDays() < 1) {
            throw LogErrors.invalid("retentionInDays must be a positive number of days");
        }
        groups.put(group.withRetention(request.retentionInDays()));
        return PutRetentionPolicyResponse.builder().build();
    }

    @Override
    public synchronized DeleteRetentionPolicyResponse deleteRetentionPolicy(DeleteRetentionPolicyRequest request) {
        groups.put(groups.require(request.logGroupName()).withRetention(0));
        return DeleteRetentionPolicyResponse.builder().build();
    }

    @Override
    public synchronized CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        LogGroups.Group group = groups.require(request.logGroupName());
        String name = request.logStreamName();
        if (name == null || !STREAM_NAME.matcher(name).matches()) {
            throw LogErrors.invalid(
                    "Log stream name '" + name + "' is not usable: 1 to 512 characters without : and *");
        }
        if (group.streams().containsKey(name)) {
            throw LogErrors.streamExists();
        }
        groups.addStream(group, name, clock.millis());
        return CreateLogStreamResponse.builder().build();
    }

    @Override
    public synchronized DeleteLogStreamResponse deleteLogStream(DeleteLogStreamRequest request) {
        LogGroups.Group group = groups.require(request.logGroupName());
        groups.remove(group, groups.require(group, request.logStreamName()));
        return DeleteLogStreamResponse.builder().build();
    }

    @Override
    public synchronized DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        LogGroups.Group group = groups.require(groupName(request.logGroupName(), request.logGroupIdentifier()));
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        Stream<LogStream> described = group.streams().values().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .map(stream -> describe(group, stream));
        Comparator<LogStream> order = request.orderBy() == OrderBy.LAST_EVENT_TIME
                ? Comparator.comparingLong(
                        stream -> stream.lastEventTimestamp() == null ? 0L : stream.lastEventTimestamp())
                : Comparator.comparing(LogStream::logStreamName);
        List<LogStream> sorted = described
                .sorted(Boolean.TRUE.equals(request.descending()) ? order.reversed() : order)
                .toList();
        int from = offset(request.nextToken());
        int to = Math.min(sorted.size(), from + size(request.limit(), 50));
        return DescribeLogStreamsResponse.builder()
                .logStreams(sorted.subList(Math.min(from, to), to))
                .nextToken(to < sorted.size() ? String.valueOf(to) : null)
                .build();
    }

    private LogStream describe(LogGroups.Group group, LogGroups.Stream stream) {
        List<EventFile.Event> events = groups.file(stream).read();
        LogStream.Builder described = LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created())
                .arn(place.arn("logs", "log-group:" + group.name() + ":log-stream:" + stream.name()));
        if (!events.isEmpty()) {
            described
                    .firstEventTimestamp(events.getFirst().timestamp())
                    .lastEventTimestamp(events.getLast().timestamp())
                    .lastIngestionTime(events.getLast().ingestion());
        }
        return described.build();
    }

    @Override
    public synchronized PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        LogGroups.Group group = groups.require(request.logGroupName());
        LogGroups.Stream stream = groups.require(group, request.logStreamName());
        if (request.logEvents().isEmpty()) {
            throw LogErrors.invalid("PutLogEvents needs at least one event.");
        }
        long now = clock.millis();
        groups.file(stream)
                .append(request.logEvents().stream()
                        .map(event -> new EventFile.Event(event.timestamp(), now, event.message()))
                        .toList());
        return PutLogEventsResponse.builder()
                .nextSequenceToken(String.valueOf(now))
                .build();
    }

    @Override
    public synchronized GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        LogGroups.Group group = groups.require(groupName(request.logGroupName(), request.logGroupIdentifier()));
        LogGroups.Stream stream = groups.require(group, request.logStreamName());
        List<EventFile.Event> events =
                kept(group, stream, request.startTime(), request.endTime()).toList();
        int size = size(request.limit(), LARGEST_PAGE);
        int from = firstIndex(request, events.size(), size);
        int to = Math.min(events.size(), from + size);
        return GetLogEventsResponse.builder()
                .events(events.subList(from, to).stream()
                        .map(event -> OutputLogEvent.builder()
                                .timestamp(event.timestamp())
                                .ingestionTime(event.ingestion())
                                .message(event.message())
                                .build())
                        .toList())
                .nextForwardToken("f/" + to)
                .nextBackwardToken("b/" + from)
                .build();
    }

    /** Forward tokens name the first event not yet given, backward tokens the first one that was. */
    private static int firstIndex(GetLogEventsRequest request, int count, int size) {
        String token = request.nextToken();
        if (token == null) {
            return Boolean.TRUE.equals(request.startFromHead()) ? 0 : Math.max(0, count - size);
        }
        if (!token.matches("[fb]/\\d{1,9}")) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
        int index = Integer.parseInt(token.substring(2));
        return token.startsWith("f") ? Math.min(index, count) : Math.max(0, Math.min(index, count) - size);
    }

    @Override
    public synchronized FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        LogGroups.Group group = groups.require(groupName(request.logGroupName(), request.logGroupIdentifier()));
        List<String> terms = terms(request.filterPattern());
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        var found = new ArrayList<FilteredLogEvent>();
        for (LogGroups.Stream stream : group.streams().values()) {
            if (stream.name().startsWith(prefix)
                    && (request.logStreamNames().isEmpty()
                            || request.logStreamNames().contains(stream.name()))) {
                // An event keeps its id whatever else is asked for with it: followers tell by it what they know.
                Map<Long, Integer> counts = new HashMap<>();
                kept(group, stream, request.startTime(), request.endTime()).forEach(event -> {
                    int place = counts.merge(event.timestamp(), 1, Integer::sum);
                    if (terms.stream().allMatch(event.message()::contains)) {
                        found.add(FilteredLogEvent.builder()
                                .logStreamName(stream.name())
                                .timestamp(event.timestamp())
                                .ingestionTime(event.ingestion())
                                .message(event.message())
                                .eventId(stream.file() + "-" + event.timestamp() + "-" + place)
                                .build());
                    }
                });
            }
        }
        found.sort(Comparator.comparingLong(FilteredLogEvent::timestamp));
        int from = offset(request.nextToken());
        int to = Math.min(found.size(), from + size(request.limit(), LARGEST_PAGE));
        return FilterLogEventsResponse.builder()
                .events(found.subList(Math.min(from, to), to))
                .nextToken(to < found.size() ? String.valueOf(to) : null)
                .build();
    }

    /** Plain terms and quoted phrases; the rest of the pattern language is refused, not ignored. */
    private static List<String> terms(@Nullable String pattern) {
        if (pattern == null || pattern.isBlank()) {
            return List.of();
        }
        String stripped = pattern.strip();
        if (stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"")) {
            return List.of(stripped.substring(1, stripped.length() - 1));
        }
        if (stripped.matches(".*[\\[\\]{}?%\"\\-].*")) {
            throw LogErrors.invalid("The filter pattern '" + pattern
                    + "' is not supported by the local cloud: use plain terms or one quoted phrase.");
        }
        return List.of(stripped.split("\\s+"));
    }

    private Stream<EventFile.Event> kept(
            LogGroups.Group group, LogGroups.Stream stream, @Nullable Long start, @Nullable Long end) {
        long oldest = group.retentionDays() == 0
                ? Long.MIN_VALUE
                : clock.millis() - Duration.ofDays(group.retentionDays()).toMillis();
        return groups.file(stream).read().stream()
                .filter(event -> event.timestamp() >= oldest)
                .filter(event -> start == null || event.timestamp() >= start)
                .filter(event -> end == null || event.timestamp() < end);
    }

    @Override
    public synchronized TagResourceResponse tagResource(TagResourceRequest request) {
        LogGroups.Group group = groups.require(nameOf(request.resourceArn()));
        group.tags().putAll(request.tags());
        groups.save();
        return TagResourceResponse.builder().build();
    }

    @Override
    public synchronized UntagResourceResponse untagResource(UntagResourceRequest request) {
        LogGroups.Group group = groups.require(nameOf(request.resourceArn()));
        request.tagKeys().forEach(group.tags()::remove);
        groups.save();
        return UntagResourceResponse.builder().build();
    }

    @Override
    public synchronized ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(groups.require(nameOf(request.resourceArn())).tags())
                .build();
    }

    private static @Nullable String groupName(@Nullable String name, @Nullable String identifier) {
        return name == null ? nameOf(identifier) : name;
    }

    /** The group's name out of its ARN, with or without the trailing {@code :*}; a plain name stays as it is. */
    private static @Nullable String nameOf(@Nullable String arn) {
        String marker = ":log-group:";
        if (arn == null || !arn.contains(marker)) {
            return arn;
        }
        String name = arn.substring(arn.indexOf(marker) + marker.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    private static int offset(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        if (!token.matches("\\d{1,9}")) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
        return Integer.parseInt(token);
    }

    private static int size(@Nullable Integer wanted, int most) {
        return wanted == null ? most : Math.clamp(wanted, 1, most);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
