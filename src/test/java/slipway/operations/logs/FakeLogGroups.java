package slipway.operations.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Log groups in memory; pages are as small as a test wants them. */
final class FakeLogGroups implements CloudWatchLogsClient {
    final Map<String, List<FilteredLogEvent>> groups = new HashMap<>();
    final List<FilterLogEventsRequest> requests = new ArrayList<>();
    int pageSize = 1000;
    Runnable beforePage = () -> {};
    private int ids;

    void write(String group, String task, long at, String message) {
        groups.computeIfAbsent(group, name -> new ArrayList<>())
                .add(FilteredLogEvent.builder()
                        .eventId("e" + ids++)
                        .logStreamName("api/api/" + task)
                        .timestamp(at)
                        .message(message)
                        .build());
    }

    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        requests.add(request);
        beforePage.run();
        List<FilteredLogEvent> group = groups.get(request.logGroupName());
        if (group == null) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log group does not exist.")
                    .build();
        }
        List<FilteredLogEvent> found = group.stream()
                .filter(event -> event.timestamp() >= request.startTime())
                .filter(event -> event.logStreamName().startsWith(request.logStreamNamePrefix()))
                .sorted(Comparator.comparing(FilteredLogEvent::timestamp))
                .toList();
        int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        int to = Math.min(found.size(), from + pageSize);
        return FilterLogEventsResponse.builder()
                .events(found.subList(Math.min(from, to), to))
                .nextToken(to < found.size() ? Integer.toString(to) : null)
                .build();
    }

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        List<FilteredLogEvent> group = groups.get(request.logGroupName());
        if (group == null) {
            throw ResourceNotFoundException.builder().build();
        }
        return DescribeLogStreamsResponse.builder()
                .logStreams(group.stream()
                        .map(FilteredLogEvent::logStreamName)
                        .filter(name -> name.startsWith(request.logStreamNamePrefix()))
                        .distinct()
                        .map(name -> LogStream.builder().logStreamName(name).build())
                        .toList())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
