package slipway.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;
import slipway.channel.FrameListener;
import slipway.localcloud.state.CloudClock;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

@NullMarked
@Timeout(60)
class SocketUpgradeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PATH = "/v1/data-channel/ecs-execute-command-1?role=publish_subscribe";

    @TempDir
    Path folder;

    private AccessKey key;
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        var timer = new ManualTimer(START);
        key = AccessKey.readOrCreate(folder.resolve("credentials"));
        server = new WireServer(
                List.of(),
                session ->
                        session.equals("ecs-execute-command-1") ? Optional.of(socket -> new Deaf()) : Optional.empty(),
                key,
                InstantSource.fixed(START),
                new CloudClock(timer, timer, 1, START),
                0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void upgrade_whenTheSessionIsOpen_isDoneWithoutExtensions() throws IOException {
        String answer = ask(PATH, Map.of("Sec-WebSocket-Extensions", "permessage-deflate"));

        assertThat(answer).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
    }

    @Test
    void upgrade_whenNoSuchSessionIsOpen_isRefused() throws IOException {
        assertThat(ask("/v1/data-channel/other?role=publish_subscribe", Map.of()))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void upgrade_whenAWebPageAsks_isRefused() throws IOException {
        assertThat(ask(PATH, Map.of("Origin", "http://localhost:7777"))).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void upgrade_whenItIsNone_saysWhatIsWanted() throws IOException {
        assertThat(send("GET " + PATH + " HTTP/1.1\r\nHost: "
                        + server.endpoint().getAuthority() + "\r\n\r\n"))
                .startsWith("HTTP/1.1 426 ")
                .containsIgnoringCase("Upgrade: websocket");
    }

    @Test
    void upgrade_whenRightlySigned_isDone() throws IOException {
        assertThat(ask(PATH, signed(key.secret()))).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void upgrade_whenWronglySigned_isRefused() throws IOException {
        assertThat(ask(PATH, signed("wrong"))).startsWith("HTTP/1.1 403 ");
    }

    private Map<String, String> signed(String secret) {
        var request = SdkHttpRequest.builder()
                .uri(URI.create(server.endpoint() + PATH))
                .method(SdkHttpMethod.GET)
                .build();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsCredentialsIdentity.create(key.id(), secret))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ssmmessages")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(START, ZoneOffset.UTC)))
                .request()
                .headers()
                .entrySet()
                .stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("Host"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().getFirst()));
    }

    private String ask(String path, Map<String, String> headers) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + server.endpoint().getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "\r\n");
    }

    /** The head of the answer. */
    private String send(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.endpoint().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var head = new StringBuilder();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }
    }

    private static final class Deaf implements FrameListener {
        @Override
        public void text(String text) {}

        @Override
        public void binary(byte[] message) {}

        @Override
        public void pong() {}

        @Override
        public void closed(int code, String reason) {}

        @Override
        public void failed(Throwable cause) {}
    }
}
