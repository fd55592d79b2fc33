package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProxyServerTest extends ProxyFixture {
    @Test
    void forward_when_target_answers_passes_status_headers_and_body() throws Exception {
        try (var target = RawTarget.answering(418, "short and stout")) {
            forwardTo(target.backend());

            HttpResponse<String> answer = get("/tea?n=3");

            assertThat(answer.statusCode()).isEqualTo(418);
            assertThat(answer.body()).isEqualTo("short and stout");
            assertThat(target.requests().getFirst()).startsWith("GET /tea?n=3 HTTP/1.1\r\n");
        }
    }

    @Test
    void forward_when_query_is_no_uri_passes_it_as_sent() throws Exception {
        try (var target = RawTarget.answering(200, "ok")) {
            forwardTo(target.backend());

            assertThat(raw("GET /a%2Fb//c/../d?n=1|2[3]{4} HTTP/1.1", "Host: x", "Connection: close"))
                    .startsWith("HTTP/1.1 200");

            assertThat(target.requests().getFirst()).startsWith("GET /a%2Fb//c/../d?n=1|2[3]{4} HTTP/1.1\r\n");
        }
    }

    @Test
    void forward_when_an_escape_is_broken_answers_400() throws Exception {
        try (var target = RawTarget.answering(200, "ok")) {
            forwardTo(target.backend());

            assertThat(raw("GET /?n=%zz HTTP/1.1", "Host: x", "Connection: close"))
                    .startsWith("HTTP/1.1 400");
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void forward_when_request_has_hop_by_hop_headers_drops_them() throws Exception {
        try (var target = RawTarget.answering(200, "ok")) {
            forwardTo(target.backend());

            raw(
                    "GET / HTTP/1.1",
                    "Host: shop",
                    "Connection: close, X-Private",
                    "X-Private: 1",
                    "TE: trailers",
                    "Keep-Alive: timeout=5",
                    "X-Kept: 2");

            assertThat(target.requests().getFirst())
                    .contains("Host: shop\r\n", "X-Kept: 2\r\n")
                    .doesNotContainIgnoringCase("X-Private")
                    .doesNotContain("TE: ", "Keep-Alive");
        }
    }

    @Test
    void forward_when_asked_tells_target_who_called() throws Exception {
        try (var target = RawTarget.answering(200, "ok")) {
            forwardTo(target.backend());

            raw(
                    "GET / HTTP/1.1",
                    "Host: x",
                    "Connection: close",
                    "X-Forwarded-For: 10.0.0.9",
                    "X-Forwarded-Proto: https");

            assertThat(target.requests().getFirst())
                    .contains("X-Forwarded-For: 10.0.0.9, 127.0.0.1\r\n")
                    .contains("X-Forwarded-Proto: http\r\n")
                    .contains("X-Forwarded-Port: " + door.port() + "\r\n");
        }
    }

    @Test
    void forward_when_invalid_headers_are_dropped_leaves_out_underscores() throws Exception {
        String[] request = {"GET / HTTP/1.1", "Host: x", "Connection: close", "X_Colour: green", "X-Colour: blue"};
        try (var target = RawTarget.answering(200, "ok")) {
            forwardTo(target.backend());
            raw(request);
            serve(
                    call -> forward(target.backend()),
                    new ProxySettings(Duration.ofSeconds(60), true, ProxySettings.ForwardedFor.APPEND));
            raw(request);

            assertThat(target.requests().get(0)).contains("X_Colour: green\r\n", "X-Colour: blue\r\n");
            assertThat(target.requests().get(1)).contains("X-Colour: blue\r\n").doesNotContain("X_Colour");
        }
    }

    @Test
    void forward_when_body_is_sent_passes_it_on() throws Exception {
        try (var target = RawTarget.answering(200, "{\"sum\":903}")) {
            forwardTo(target.backend());

            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri("/sum"))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"n\":42}"))
                            .header("Content-Type", "application/json")
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo("{\"sum\":903}");
            assertThat(target.requests().getFirst()).endsWith("\r\n\r\n{\"n\":42}");
        }
    }

    @Test
    void forward_when_caller_awaits_100_continue_gets_it_from_the_balancer() throws Exception {
        try (var target = RawTarget.answering(200, "ok")) {
            forwardTo(target.backend());

            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri("/"))
                            .POST(HttpRequest.BodyPublishers.ofString("body"))
                            .expectContinue(true)
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo("ok");
            assertThat(target.requests().getFirst()).endsWith("\r\n\r\nbody").doesNotContain("100-continue");
        }
    }

    @Test
    void forward_when_target_streams_passes_each_part_at_once() throws Exception {
        var firstPartSeen = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await(firstPartSeen);
            connection.getOutputStream().write("4\r\nlast\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return false;
        })) {
            forwardTo(target.backend());

            var answer = http.send(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                assertThat(new String(body.readNBytes(5), StandardCharsets.US_ASCII))
                        .isEqualTo("first");
                firstPartSeen.countDown();
                assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("last");
            }
        }
    }

    @Test
    void forward_when_kept_connection_was_closed_by_target_uses_a_new_one() throws Exception {
        var closed = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            RawTarget.write(connection, 200, "answer " + number);
            if (number == 1) {
                connection.shutdownOutput();
                // The proxy's client closes its side once it has noticed: only then is the connection out of its pool.
                int end = connection.getInputStream().read();
                assertThat(end).isNegative();
                closed.countDown();
            }
            return number > 1;
        })) {
            forwardTo(target.backend());

            assertThat(get("/").body()).isEqualTo("answer 1");
            await(closed);
            assertThat(get("/").body()).isEqualTo("answer 2");
        }
    }

    @Test
    void forward_when_request_ends_takes_it_off_the_outstanding() throws Exception {
        var release = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            arrived.countDown();
            await(release);
            RawTarget.write(connection, 200, "ok");
            return true;
        })) {
            Backend backend = target.backend();
            forwardTo(backend);

            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofString());
            await(arrived);
            assertThat(backend.outstanding()).isEqualTo(1);
            release.countDown();
            answer.get();

            // The caller may have its answer a moment before the request counts as ended: ask after the next one.
            get("/");
            assertThat(backend.outstanding()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void answer_when_router_says_fixed_gives_it() throws Exception {
        serve(call -> new Route.Answer(503, "text/plain", "not yet"), ProxySettings.DEFAULT);

        HttpResponse<String> answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("not yet");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    }

    @Test
    void answer_when_router_says_redirect_gives_location() throws Exception {
        serve(call -> new Route.Redirect(301, "https://x/"), ProxySettings.DEFAULT);

        HttpResponse<String> answer = get("/");

        assertThat(answer.statusCode()).isEqualTo(301);
        assertThat(answer.headers().firstValue("Location")).contains("https://x/");
    }

    @Test
    void open_when_port_is_taken_at_one_address_takes_the_next_for_all() throws Exception {
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));

            Door both = server.open(List.of("127.0.0.3", "127.0.0.2"), other.getLocalPort());

            assertThat(both.port()).isGreaterThan(other.getLocalPort());
            try (var first = new Socket(InetAddress.ofLiteral("127.0.0.3"), both.port());
                    var second = new Socket(InetAddress.ofLiteral("127.0.0.2"), both.port())) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();
            }
            assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.3"), other.getLocalPort()).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void close_when_door_is_closed_frees_the_port() throws Exception {
        int port = door.port();

        door.close();

        try (var free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void probe_when_target_answers_gives_status() throws Exception {
        try (var target = RawTarget.answering(204, "")) {
            assertThat(server.prober().probe("127.0.0.1", target.port(), "/healthcheck", Duration.ofSeconds(5)))
                    .isEqualTo(new Prober.Result.Answered(204));
            assertThat(target.requests().getFirst())
                    .startsWith("GET /healthcheck HTTP/1.1\r\n")
                    .contains("User-Agent: ELB-HealthChecker/2.0\r\n");
        }
    }

    @Test
    void probe_when_target_is_silent_times_out() throws Exception {
        var done = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            await(done);
            return false;
        })) {
            assertThat(server.prober().probe("127.0.0.1", target.port(), "/", Duration.ofMillis(200)))
                    .isEqualTo(new Prober.Result.TimedOut());
            done.countDown();
        }
    }

    @Test
    void probe_when_nothing_listens_fails() {
        assertThat(server.prober().probe("127.0.0.1", freePort(), "/", Duration.ofSeconds(5)))
                .isInstanceOf(Prober.Result.Failed.class);
    }

    @Test
    void serve_when_the_route_changes_keeps_the_callers_connection() throws Exception {
        try (var blue = RawTarget.answering(200, "blue");
                var green = RawTarget.answering(200, "green");
                var caller = new Socket(InetAddress.ofLiteral("127.0.0.1"), door.port())) {
            forwardTo(blue.backend());
            assertThat(ask(caller)).isEqualTo("blue");

            forwardTo(green.backend());

            assertThat(ask(caller)).isEqualTo("green");
        }
    }

    /** A request and its answer's body on a connection that stays open. */
    private static String ask(Socket caller) throws IOException {
        caller.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) caller.getInputStream().read());
        }
        int length = Integer.parseInt(head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1"));
        return new String(caller.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }
}
