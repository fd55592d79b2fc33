package slipway.localcloud.ssm;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/**
 * Sends what a terminal shows to a log stream that bears the session's name, a line an event. Whoever writes waits while a full batch is sent.
 */
final class SessionLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SessionLog.class);
    private static final Duration DELAY = Duration.ofMillis(500);
    /** Half of what PutLogEvents takes, so that one more line always goes with it. */
    private static final int BATCH_BYTES = 512 << 10;

    private static final int BATCH_EVENTS = 5_000;
    private static final int EVENT_BYTES = 26;

    private final CloudWatchLogsClient logs;
    private final CloudClock clock;
    private final String group;
    private final String stream;
    private final Transcript transcript = new Transcript(this::add);
    private List<InputLogEvent> batch = new ArrayList<>();
    private int bytes;
    private boolean planned;

    private SessionLog(CloudWatchLogsClient logs, CloudClock clock, String group, String stream) {
        this.logs = logs;
        this.clock = clock;
        this.group = group;
        this.stream = stream;
    }

    /** Creates the stream. Where that cannot be, the session goes on without a log. */
    static Optional<SessionLog> open(CloudWatchLogsClient logs, CloudClock clock, String group, String session) {
        try {
            logs.createLogStream(request -> request.logGroupName(group).logStreamName(session));
        } catch (SdkException refused) {
            log.warn("session {} is not logged to {}: {}", session, group, refused.getMessage());
            return Optional.empty();
        }
        return Optional.of(new SessionLog(logs, clock, group, session));
    }

    synchronized void write(byte[] output) {
        transcript.accept(output);
    }

    /** Sends what is left. */
    @Override
    public synchronized void close() {
        transcript.end();
        send();
    }

    private void add(String line) {
        batch.add(
                InputLogEvent.builder().timestamp(clock.millis()).message(line).build());
        bytes += line.getBytes(StandardCharsets.UTF_8).length + EVENT_BYTES;
        if (bytes >= BATCH_BYTES || batch.size() >= BATCH_EVENTS) {
            send();
        } else if (!planned) {
            planned = true;
            clock.realTimer().after(DELAY, this::send);
        }
    }

    private synchronized void send() {
        planned = false;
        if (batch.isEmpty()) {
            return;
        }
        List<InputLogEvent> events = batch;
        batch = new ArrayList<>();
        bytes = 0;
        try {
            logs.putLogEvents(
                    request -> request.logGroupName(group).logStreamName(stream).logEvents(events));
        } catch (SdkException | UncheckedIOException refused) {
            log.warn("{} lines of session {} are lost to {}: {}", events.size(), stream, group, refused.getMessage());
        }
    }
}
