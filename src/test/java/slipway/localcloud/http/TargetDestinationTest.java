package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetDestinationTest {
    private final List<Promise<Connection>> connecting = new ArrayList<>();
    private boolean refusing;
    private final HttpClient client = new HttpClient(new HttpClientTransportOverHTTP() {
        @Override
        public Destination newDestination(Origin origin) {
            return new TargetDestination(getHttpClient(), origin) {
                @Override
                protected void createConnection(Promise<Connection> promise) {
                    if (refusing) {
                        promise.failed(new ConnectException("refused at once"));
                    } else {
                        connecting.add(promise);
                    }
                }
            };
        }
    });

    @BeforeEach
    void start() throws Exception {
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
    }

    @Test
    void failed_when_another_request_waits_too_fails_the_one_that_waited_longest() {
        CompletableFuture<ContentResponse> first = request();
        CompletableFuture<ContentResponse> second = request();
        assertThat(connecting).hasSize(2);

        connecting.getFirst().failed(new ConnectException("refused"));

        assertThatThrownBy(first::get).hasRootCauseMessage("refused");
        assertThat(second).isNotDone();
        connecting.getLast().failed(new ConnectException("refused again"));
        assertThatThrownBy(second::get).hasRootCauseMessage("refused again");
        assertThat(connecting).as("no request is sent again").hasSize(2);
    }

    @Test
    void failed_when_every_further_connection_fails_at_once_fails_all_that_wait() {
        client.setMaxConnectionsPerDestination(1);
        client.setMaxRequestsQueuedPerDestination(4096);
        List<CompletableFuture<ContentResponse>> waiting =
                IntStream.range(0, 4096).mapToObj(number -> request()).toList();
        assertThat(connecting).hasSize(1);
        refusing = true;

        connecting.getFirst().failed(new ConnectException("refused"));

        assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    private CompletableFuture<ContentResponse> request() {
        return new CompletableResponseListener(client.newRequest("127.0.0.1", 1)).send();
    }
}
