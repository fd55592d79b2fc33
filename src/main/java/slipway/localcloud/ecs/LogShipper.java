package slipway.localcloud.ecs;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;

/**
 * Sends a container's output to its log stream, {@code prefix/container/task}, in batches. Like the awslogs driver in
 * blocking mode it loses nothing: when its buffer is full, whoever brings the next line sends what waits, and the container has
 * to wait so long with writing on. That is never long, because the stream is a file of this machine.
 */
final class LogShipper implements Consumer<String>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogShipper.class);
    private static final Duration DELAY = Duration.ofMillis(200);
    private static final long BUFFER = 4L << 20;
    /** PutLogEvents takes 10,000 events and 1 MiB, each event counting 26 bytes beside its text. */
    private static final int BATCH_EVENTS = 10_000;

    private static final int BATCH_BYTES = 1 << 20;
    private static final int EVENT_BYTES = 26;

    private final @Nullable CloudWatchLogsClient logs;
    private final CloudClock clock;
    private final String group;
    private final String stream;
    private final Deque<InputLogEvent> waiting = new ArrayDeque<>();
    private final Object sending = new Object();
    private long waitingBytes;
    private boolean planned;

    private LogShipper(@Nullable CloudWatchLogsClient logs, CloudClock clock, String group, String stream) {
        this.logs = logs;
        this.clock = clock;
        this.group = group;
        this.stream = stream;
    }

    /** Creates the stream. A container without log configuration has no log, as on Fargate. */
    static LogShipper open(CloudWatchLogsClient logs, CloudClock clock, ContainerDefinition container, String taskId)
            throws TaskStartFailure {
        LogConfiguration configuration = container.logConfiguration();
        if (configuration == null) {
            return new LogShipper(null, clock, "", "");
        }
        if (configuration.logDriver() != LogDriver.AWSLOGS) {
            throw TaskStartFailure.resource("the local cloud knows the log driver awslogs, not "
                    + configuration.logDriverAsString() + " of container " + container.name());
        }
        Map<String, String> options = configuration.options();
        String group = options.getOrDefault("awslogs-group", "");
        String prefix = options.get("awslogs-stream-prefix");
        String stream = prefix == null ? taskId : prefix + "/" + container.name() + "/" + taskId;
        try {
            if ("true".equals(options.get("awslogs-create-group"))) {
                createGroup(logs, group);
            }
            logs.createLogStream(request -> request.logGroupName(group).logStreamName(stream));
        } catch (ResourceAlreadyExistsException again) {
            return new LogShipper(logs, clock, group, stream);
        } catch (SdkException refused) {
            throw new TaskStartFailure(
                    "ResourceInitializationError",
                    "failed to validate logger args: create stream has been retried 1 times: failed to create"
                            + " Cloudwatch log stream in '" + group + "': " + refused.getMessage(),
                    refused);
        }
        return new LogShipper(logs, clock, group, stream);
    }

    private static void createGroup(CloudWatchLogsClient logs, String group) {
        try {
            logs.createLogGroup(request -> request.logGroupName(group));
        } catch (ResourceAlreadyExistsException there) {
            // That is what was wanted.
        }
    }

    @Override
    public void accept(String line) {
        if (logs == null || line.isEmpty()) {
            return;
        }
        if (isFull()) {
            send();
        }
        add(line);
    }

    private synchronized boolean isFull() {
        return waitingBytes > BUFFER;
    }

    private synchronized void add(String line) {
        waitingBytes += line.getBytes(StandardCharsets.UTF_8).length + EVENT_BYTES;
        waiting.addLast(
                InputLogEvent.builder().timestamp(clock.millis()).message(line).build());
        if (!planned) {
            planned = true;
            clock.realTimer().after(DELAY, this::send);
        }
    }

    /** Sends what is left. */
    @Override
    public void close() {
        send();
    }

    private void send() {
        synchronized (sending) {
            for (List<InputLogEvent> batch = batch(); !batch.isEmpty(); batch = batch()) {
                put(batch);
            }
        }
    }

    private void put(List<InputLogEvent> batch) {
        if (logs != null) {
            try {
                logs.putLogEvents(request ->
                        request.logGroupName(group).logStreamName(stream).logEvents(batch));
            } catch (SdkException | UncheckedIOException refused) {
                // Its group was deleted, most likely, or the disk is full. The container goes on, as under awslogs.
                log.warn("{} lines of {} {} are lost: {}", batch.size(), group, stream, refused.getMessage());
            }
        }
    }

    private synchronized List<InputLogEvent> batch() {
        List<InputLogEvent> batch = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < BATCH_EVENTS) {
            InputLogEvent next = waiting.getFirst();
            int size = next.message().getBytes(StandardCharsets.UTF_8).length + EVENT_BYTES;
            if (bytes > 0 && bytes + size > BATCH_BYTES) {
                break;
            }
            bytes += size;
            waitingBytes -= size;
            batch.add(waiting.removeFirst());
        }
        if (waiting.isEmpty()) {
            planned = false;
        }
        return batch;
    }
}
