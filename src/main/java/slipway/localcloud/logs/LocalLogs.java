package slipway.localcloud.logs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
 * each stream keeps its newest 16 to 32 MiB, and all streams together {@value LogGroups#MOST_MIB} MiB. Filter patterns are those
 * for plain text.
 */
public final class LocalLogs implements CloudWatchLogsClient {
    private static final Pattern GROUP_NAME = Pattern.compile("[\\.\\-_/#A-Za-z0-9]{1,512}");
    private static final Pattern STREAM_NAME = Pattern.compile("[^:*]{1,512}");

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

    /** The files are read without this object's monitor: nobody waits for it with another stream. */
    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        String group = groupName(request.logGroupName(), request.logGroupIdentifier());
        List<Listed> listed = listed(group, request.logStreamNamePrefix());
        boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        if (byTime && request.logStreamNamePrefix() != null) {
            throw LogErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        boolean descending = Boolean.TRUE.equals(request.descending());
        List<Listed> byName = descending ? listed.reversed() : listed;
        List<Listed> sorted = byTime ? byTime(listed, descending) : byName;
        int from = offset(request.nextToken());
        int to = Math.min(sorted.size(), from + size(request.limit(), 50));
        return DescribeLogStreamsResponse.builder()
                .logStreams(sorted.subList(Math.min(from, to), to).stream()
                        .map(this::describe)
                        .toList())
                .nextToken(to < sorted.size() ? String.valueOf(to) : null)
                .build();
    }

    private record Listed(String group, LogGroups.Stream stream, EventFile file) {}

    /** By their names. */
    private synchronized List<Listed> listed(@Nullable String name, @Nullable String prefix) {
        LogGroups.Group group = groups.require(name);
        return group.streams().values().stream()
                .filter(stream -> prefix == null || stream.name().startsWith(prefix))
                .map(stream -> new Listed(group.name(), stream, groups.file(stream)))
                .toList();
    }

    private static List<Listed> byTime(List<Listed> listed, boolean descending) {
        record Timed(Listed listed, long newest) {}
        Comparator<Timed> order = Comparator.comparingLong(Timed::newest);
        return listed.stream()
                .map(stream -> new Timed(
                        stream,
                        stream.file().newest().map(EventFile.Event::timestamp).orElse(0L)))
                .sorted(descending ? order.reversed() : order)
                .map(Timed::listed)
                .toList();
    }

    private LogStream describe(Listed listed) {
        LogGroups.Stream stream = listed.stream();
        LogStream.Builder described = LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created())
                .arn(place.arn("logs", "log-group:" + listed.group() + ":log-stream:" + stream.name()));
        listed.file().oldest().ifPresent(event -> described.firstEventTimestamp(event.timestamp()));
        listed.file()
                .newest()
                .ifPresent(
                        event -> described.lastEventTimestamp(event.timestamp()).lastIngestionTime(event.ingestion()));
        return described.build();
    }

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        int bytes = PutRules.check(request.logEvents());
        EventFile file = file(request.logGroupName(), request.logStreamName());
        long now = clock.millis();
        // Not under this object's monitor: writers of different streams do not wait for each other, nor for readers.
        file.append(request.logEvents().stream()
                .map(event -> new EventFile.Event(event.timestamp(), now, event.message()))
                .toList());
        note(bytes, file);
        return PutLogEventsResponse.builder()
                .nextSequenceToken(String.valueOf(now))
                .build();
    }

    private synchronized void note(int bytes, EventFile file) {
        groups.grown(bytes, file);
    }

    private synchronized EventFile file(@Nullable String group, @Nullable String stream) {
        LogGroups.Group found = groups.require(group);
        return groups.file(groups.require(found, stream));
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        String name = groupName(request.logGroupName(), request.logGroupIdentifier());
        EventPages.Page page = EventPages.page(
                file(name, request.logStreamName()),
                request.nextToken(),
                Boolean.TRUE.equals(request.startFromHead()),
                kept(name, request.startTime(), request.endTime()),
                size(request.limit(), EventPages.EVENTS));
        return GetLogEventsResponse.builder()
                .events(page.events().stream()
                        .map(event -> OutputLogEvent.builder()
                                .timestamp(event.timestamp())
                                .ingestionTime(event.ingestion())
                                .message(event.message())
                                .build())
                        .toList())
                .nextForwardToken(page.forward())
                .nextBackwardToken(page.backward())
                .build();
    }

    /** Streams are always interleaved, as AWS does by now whatever {@code interleaved} says. */
    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        String name = groupName(request.logGroupName(), request.logGroupIdentifier());
        if (request.logStreamNamePrefix() != null && !request.logStreamNames().isEmpty()) {
            throw LogErrors.invalid("Only one of logStreamNames and logStreamNamePrefix can be given.");
        }
        EventPages.Findings findings = EventPages.find(
                sources(name, request),
                FilterPattern.parse(request.filterPattern()),
                kept(name, request.startTime(), request.endTime()),
                request.nextToken(),
                size(request.limit(), EventPages.EVENTS));
        return FilterLogEventsResponse.builder()
                .events(findings.found().stream().map(LocalLogs::event).toList())
                .nextToken(findings.next().orElse(null))
                .build();
    }

    private synchronized List<EventPages.Source> sources(@Nullable String name, FilterLogEventsRequest request) {
        LogGroups.Group group = groups.require(name);
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        List<LogGroups.Stream> wanted = request.logStreamNames().isEmpty()
                ? group.streams().values().stream()
                        .filter(stream -> stream.name().startsWith(prefix))
                        .toList()
                : request.logStreamNames().stream()
                        .distinct()
                        .map(stream -> groups.require(group, stream))
                        .toList();
        return wanted.stream()
                .map(stream -> new EventPages.Source(stream.name(), Long.parseLong(stream.file()), groups.file(stream)))
                .toList();
    }

    /** An event keeps its id whatever else is asked for with it: followers tell by it what they know. */
    private static FilteredLogEvent event(EventPages.Found found) {
        return FilteredLogEvent.builder()
                .logStreamName(found.source().name())
                .timestamp(found.event().timestamp())
                .ingestionTime(found.event().ingestion())
                .message(found.event().message())
                .eventId(found.source().id() + "-" + found.number())
                .build();
    }

    /** The wanted times, less those that the group's retention has given up; {@code end} itself is wanted no more. */
    private synchronized EventFile.Times kept(@Nullable String name, @Nullable Long start, @Nullable Long end) {
        int days = groups.require(name).retentionDays();
        long oldest = days == 0
                ? Long.MIN_VALUE
                : clock.millis() - Duration.ofDays(days).toMillis();
        return new EventFile.Times(
                start == null ? oldest : Math.max(oldest, start), end == null ? Long.MAX_VALUE : end);
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
