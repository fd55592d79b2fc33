package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import slipway.async.ManualTimer;

/** A server with one door, and what tests do with them. */
class ProxyFixture {
    @TempDir
    Path folder;

    final HttpClient http = HttpClient.newHttpClient();
    final ManualTimer timer = new ManualTimer();
    final Traffic traffic = new Traffic();
    final Traffic groupTraffic = new Traffic();
    ProxyServer server;
    Door door;

    @BeforeEach
    void start() {
        server = new ProxyServer(timer, new AccessLog(folder));
        door = server.open(List.of("127.0.0.1"), freePort());
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    void forwardTo(Backend backend) {
        serve(call -> forward(backend), ProxySettings.DEFAULT);
    }

    Route forward(Backend backend) {
        backend.begin();
        return new Route.Forward(backend, "the group", groupTraffic);
    }

    void serve(Function<Call, Route> routes, ProxySettings settings) {
        door.serve(new Router() {
            @Override
            public Route route(Call call) {
                return routes.apply(call);
            }

            @Override
            public String listener() {
                return "the listener";
            }

            @Override
            public ProxySettings settings() {
                return settings;
            }

            @Override
            public TrafficCounter traffic() {
                return traffic;
            }
        });
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + door.port() + pathAndQuery);
    }

    HttpResponse<String> get(String pathAndQuery) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(pathAndQuery)).build(), BodyHandlers.ofString());
    }

    String raw(String... request) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), door.port())) {
            socket.getOutputStream()
                    .write((String.join("\r\n", request) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The lines of the access log. */
    List<JsonNode> logged() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("balancers-0.log"))) {
            lines.add(JsonMapper.builder().build().readTree(line));
        }
        return lines;
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
