package slipway.operations.sessions;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import slipway.async.Background;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/** The HTTP client that opens the channels' WebSockets, through the proxies that the SDK's own client goes through. */
final class SessionHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private SessionHttp() {}

    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(task -> Background.start("session socket", task))
                .proxy(new EnvironmentProxies(
                        scheme -> ProxyConfigProvider.fromSystemEnvironmentSettings(true, true, scheme)))
                .build();
    }

    /** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or the JVM's properties of that kind; this machine itself is reached directly. */
    static final class EnvironmentProxies extends ProxySelector {
        private final Function<String, ProxyConfigProvider> settings;

        /** @param settings by scheme, http or https */
        EnvironmentProxies(Function<String, ProxyConfigProvider> settings) {
            this.settings = settings;
        }

        @Override
        public List<Proxy> select(URI url) {
            String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
            if (local(host)) {
                return List.of(Proxy.NO_PROXY);
            }
            ProxyConfigProvider proxy =
                    settings.apply("wss".equals(url.getScheme()) || "https".equals(url.getScheme()) ? "https" : "http");
            if (proxy.host() == null || excepted(host, proxy.nonProxyHosts())) {
                return List.of(Proxy.NO_PROXY);
            }
            return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())));
        }

        private static boolean local(String host) {
            return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        }

        /** The SDK gives NO_PROXY as regular expressions. */
        private static boolean excepted(String host, Set<String> patterns) {
            return patterns.stream().anyMatch(host::matches);
        }

        @Override
        public void connectFailed(URI url, SocketAddress proxy, IOException failure) {
            // The connection's own failure is told.
        }
    }
}
