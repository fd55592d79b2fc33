package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of requests that fail: the status that an application load balancer gives, and a line in the log. */
@Timeout(60)
class ProxyFailureTest extends ProxyFixture {
    @Test
    void forward_when_connection_is_refused_answers_502() throws Exception {
        forwardTo(new Backend("127.0.0.1", freePort()));

        assertThat(get("/").statusCode()).isEqualTo(502);
        assertThat(groupTraffic.read().connectionErrors()).isEqualTo(1);
        assertThat(traffic.read().balancerClasses().get(5)).isEqualTo(1);
        assertThat(traffic.read().targetClasses().get(5)).isZero();
    }

    @Test
    void forward_when_target_resets_answers_502_and_sends_once() throws Exception {
        try (var target = new RawTarget((connection, request, number) -> {
            RawTarget.reset(connection);
            return false;
        })) {
            forwardTo(target.backend());

            assertThat(get("/?n=13").statusCode()).isEqualTo(502);
            assertThat(target.requests()).hasSize(1);
            assertThat(target.connections()).isEqualTo(1);
        }
    }

    @Test
    void forward_when_kept_connection_dies_on_the_next_request_answers_502_and_sends_once() throws Exception {
        try (var target = new RawTarget((connection, request, number) -> {
            if (number == 1) {
                RawTarget.write(connection, 200, "first");
                return true;
            }
            RawTarget.reset(connection);
            return false;
        })) {
            forwardTo(target.backend());

            assertThat(get("/").body()).isEqualTo("first");
            assertThat(get("/?n=13").statusCode()).isEqualTo(502);
            assertThat(target.connections())
                    .as("the second request came on the first's connection")
                    .isEqualTo(1);
            assertThat(target.requests()).hasSize(2);
        }
    }

    @Test
    void forward_when_target_dies_before_its_body_answers_502() throws Exception {
        try (var target = new RawTarget((connection, request, number) -> {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Left: over\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            RawTarget.reset(connection);
            return false;
        })) {
            forwardTo(target.backend());

            HttpResponse<String> answer = get("/");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.headers().firstValue("X-Left")).isEmpty();
        }
    }

    @Test
    void forward_when_target_dies_within_its_body_cuts_the_answer() throws Exception {
        try (var target = new RawTarget((connection, request, number) -> {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart".getBytes(StandardCharsets.US_ASCII));
            return false;
        })) {
            forwardTo(target.backend());

            assertThatThrownBy(() -> get("/")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void forward_when_target_is_silent_answers_504_after_idle_timeout() throws Exception {
        var done = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            await(done);
            return false;
        })) {
            serve(
                    call -> forward(target.backend()),
                    new ProxySettings(Duration.ofMillis(300), false, ProxySettings.ForwardedFor.APPEND));

            assertThat(get("/").statusCode()).isEqualTo(504);
            assertThat(target.requests()).hasSize(1);
            done.countDown();
        }
    }

    @Test
    void forward_when_caller_leaves_lets_the_target_know() throws Exception {
        var arrived = new CountDownLatch(1);
        var noticed = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            arrived.countDown();
            assertThat(connection.getInputStream().read()).isNegative();
            noticed.countDown();
            return false;
        })) {
            forwardTo(target.backend());
            try (var caller = new Socket(InetAddress.ofLiteral("127.0.0.1"), door.port())) {
                caller.getOutputStream()
                        .write("GET /?n=999999999 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                await(arrived);
            }

            timer.advance(Duration.ofSeconds(2));

            await(noticed);
            assertThat(target.requests()).hasSize(1);
        }
    }

    @Test
    void forward_when_caller_waits_is_not_given_up() throws Exception {
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            arrived.countDown();
            await(release);
            RawTarget.write(connection, 200, "at last");
            return true;
        })) {
            forwardTo(target.backend());
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofString());
            await(arrived);

            timer.advance(Duration.ofSeconds(10));
            release.countDown();

            assertThat(answer.get().body()).isEqualTo("at last");
        }
    }

    @Test
    void forward_when_caller_waits_over_ipv6_is_not_given_up() throws Exception {
        assumeThat(ProxyServer.hasIpv6Loopback()).isTrue();
        door.close();
        door = server.open(List.of("127.0.0.1", "::1"), freePort());
        var arrived = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            arrived.countDown();
            await(release);
            RawTarget.write(connection, 200, "at last");
            return true;
        })) {
            forwardTo(target.backend());
            CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://[::1]:" + door.port() + "/"))
                            .build(),
                    BodyHandlers.ofString());
            await(arrived);

            timer.advance(Duration.ofSeconds(10));
            release.countDown();

            assertThat(answer.get().body()).isEqualTo("at last");
            assertThat(target.requests().getFirst()).contains("X-Forwarded-For: 0:0:0:0:0:0:0:1");
        }
    }

    @Test
    void answer_when_no_target_is_there_is_503() throws Exception {
        serve(call -> new Route.Unavailable("the group", "nobody is there"), ProxySettings.DEFAULT);

        assertThat(get("/").statusCode()).isEqualTo(503);
        assertThat(traffic.read().requests()).isEqualTo(1);
    }

    @Test
    void door_when_it_has_no_router_answers_503() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(503);
    }

    @Test
    void log_when_a_target_is_gone_names_listener_group_target_and_cause() throws Exception {
        var backend = new Backend("127.0.0.1", freePort());
        forwardTo(backend);

        get("/?n=13");

        assertThat(logged()).singleElement().satisfies(line -> {
            assertThat(Instant.parse(line.path("time").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(line.path("elb_status_code").asInt()).isEqualTo(502);
            assertThat(line.path("listener").asText()).isEqualTo("the listener");
            assertThat(line.path("target_group").asText()).isEqualTo("the group");
            assertThat(line.path("target").asText()).isEqualTo(backend.toString());
            assertThat(line.path("request").asText()).isEqualTo("GET /?n=13");
            assertThat(line.path("client").asText()).startsWith("127.0.0.1:");
            assertThat(line.path("error_reason").asText()).startsWith("no connection");
            assertThat(line.has("target_status_code")).isFalse();
        });
    }

    @Test
    void log_when_the_target_itself_answers_5xx_has_both_statuses() throws Exception {
        try (var target = RawTarget.answering(503, "Redis is away")) {
            forwardTo(target.backend());

            get("/");

            assertThat(logged()).singleElement().satisfies(line -> {
                assertThat(line.path("elb_status_code").asInt()).isEqualTo(503);
                assertThat(line.path("target_status_code").asInt()).isEqualTo(503);
                assertThat(line.path("target").asText()).endsWith(":" + target.port());
                assertThat(line.has("error_reason")).isFalse();
            });
        }
    }

    @Test
    void log_when_no_target_may_get_requests_names_the_group() throws Exception {
        serve(call -> new Route.Unavailable("the group", "nobody is there"), ProxySettings.DEFAULT);

        get("/");

        assertThat(logged()).singleElement().satisfies(line -> {
            assertThat(line.path("elb_status_code").asInt()).isEqualTo(503);
            assertThat(line.path("target_group").asText()).isEqualTo("the group");
            assertThat(line.path("error_reason").asText()).isEqualTo("nobody is there");
            assertThat(line.has("target")).isFalse();
        });
    }

    @Test
    void log_when_requests_succeed_stays_empty() throws Exception {
        try (var target = RawTarget.answering(404, "none")) {
            forwardTo(target.backend());

            get("/");

            assertThat(logged()).isEmpty();
        }
    }

    @Test
    void forward_when_target_answers_no_http_answers_502() throws Exception {
        try (var target = new RawTarget((connection, request, number) -> {
            connection.getOutputStream().write("garbage\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return false;
        })) {
            forwardTo(target.backend());

            assertThat(get("/").statusCode()).isEqualTo(502);
            assertThat(logged())
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.path("elb_status_code").asInt()).isEqualTo(502));
        }
    }

    @Test
    void forward_when_target_ends_the_connection_says_so_in_the_log() throws Exception {
        try (var target = new RawTarget((connection, request, number) -> false)) {
            forwardTo(target.backend());

            assertThat(get("/").statusCode()).isEqualTo(502);
            assertThat(logged())
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.path("error_reason").asText()).isEqualTo("it ended the connection"));
        }
    }

    @Test
    void forward_when_caller_breaks_off_its_body_does_not_blame_the_target() throws Exception {
        var arrived = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        try (var target = new RawTarget((connection, request, number) -> {
            arrived.countDown();
            assertThat(connection.getInputStream().readAllBytes()).hasSizeLessThan(100);
            left.countDown();
            return false;
        })) {
            forwardTo(target.backend());
            try (var caller = new Socket(InetAddress.ofLiteral("127.0.0.1"), door.port())) {
                caller.getOutputStream()
                        .write("POST /sum HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                await(arrived);
            }

            await(left);

            while (logged().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(logged())
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.path("elb_status_code").asInt()).isEqualTo(460));
            assertThat(traffic.read().balancerClasses().get(5)).isZero();
        }
    }
}
