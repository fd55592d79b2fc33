package slipway.localcloud.ecs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;
import software.amazon.awssdk.services.ssm.model.TargetNotConnectedException;

/** Keeps what it is asked to start. */
@NullMarked
final class FakeSessions implements SsmClient {
    final List<StartSessionRequest> started = new CopyOnWriteArrayList<>();
    volatile boolean connected = true;

    @Override
    public StartSessionResponse startSession(StartSessionRequest request) {
        if (!connected) {
            throw TargetNotConnectedException.builder().message("not connected").build();
        }
        started.add(request);
        return StartSessionResponse.builder()
                .sessionId("ecs-execute-command-1")
                .streamUrl("ws://127.0.0.1:1/v1/data-channel/ecs-execute-command-1?role=publish_subscribe")
                .tokenValue("token")
                .build();
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
