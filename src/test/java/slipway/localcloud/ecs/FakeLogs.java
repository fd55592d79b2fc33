package slipway.localcloud.ecs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Keeps what is sent to the log group {@link #GROUP}, by stream. */
@NullMarked
final class FakeLogs implements CloudWatchLogsClient {
    static final String GROUP = "/dev/api-blue";

    final Map<String, List<String>> lines = new ConcurrentHashMap<>();

    @Override
    public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        if (!GROUP.equals(request.logGroupName())) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log group does not exist.")
                    .build();
        }
        lines.put(request.logStreamName(), new CopyOnWriteArrayList<>());
        return CreateLogStreamResponse.builder().build();
    }

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        request.logEvents().forEach(event -> lines.get(request.logStreamName()).add(event.message()));
        return PutLogEventsResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing runs.
    }
}
