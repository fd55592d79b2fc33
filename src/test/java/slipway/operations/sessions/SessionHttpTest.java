package slipway.operations.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/** Which proxies the sockets of sessions go through. */
class SessionHttpTest {
    private final List<String> schemes = new ArrayList<>();

    private List<Proxy> select(@Nullable String host, String url) {
        return new SessionHttp.EnvironmentProxies(scheme -> {
                    schemes.add(scheme);
                    return new Settings(host);
                })
                .select(URI.create(url));
    }

    private record Settings(@Nullable String host) implements ProxyConfigProvider {
        @Override
        public int port() {
            return 3128;
        }

        @Override
        public Optional<String> userName() {
            return Optional.empty();
        }

        @Override
        public Optional<String> password() {
            return Optional.empty();
        }

        @Override
        public Set<String> nonProxyHosts() {
            return Set.of(".*?.internal");
        }
    }

    @Test
    void select_isTheEnvironmentsProxy_ofTheSchemeBelow() {
        assertThat(select("proxy.example", "wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/1"))
                .singleElement()
                .satisfies(proxy -> assertThat((InetSocketAddress) proxy.address())
                        .extracting(InetSocketAddress::getHostString, InetSocketAddress::getPort)
                        .containsExactly("proxy.example", 3128));
        assertThat(schemes).containsExactly("https");
    }

    @Test
    void select_isNone_forThisMachine_forExceptions_andWithoutOne() {
        assertThat(select("proxy.example", "ws://127.0.0.1:4000/v1")).containsExactly(Proxy.NO_PROXY);
        assertThat(select("proxy.example", "ws://localhost:4000/v1")).containsExactly(Proxy.NO_PROXY);
        assertThat(select("proxy.example", "wss://host.internal/v1")).containsExactly(Proxy.NO_PROXY);
        assertThat(select(null, "wss://ssmmessages.eu-west-1.amazonaws.com/v1")).containsExactly(Proxy.NO_PROXY);
        assertThat(schemes).containsExactly("https", "https");
    }
}
