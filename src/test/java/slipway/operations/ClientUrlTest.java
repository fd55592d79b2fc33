package slipway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientUrlTest {
    @Test
    void of_whenTheBalancerHasMoved_isWhereItIsNow() {
        assertThat(ClientUrl.of(Map.of("ClientUrl", "http://localhost:7777"), () -> Optional.of("localhost:7778")))
                .contains("http://localhost:7778");
    }

    @Test
    void of_whenTheOutputIsEncrypted_keepsItsProtocol() {
        assertThat(ClientUrl.of(
                        Map.of("ClientUrl", "https://b-1.eu-west-1.elb.amazonaws.com"),
                        () -> Optional.of("b-1.eu-west-1.elb.amazonaws.com")))
                .contains("https://b-1.eu-west-1.elb.amazonaws.com");
    }

    @Test
    void of_whenTheBalancerIsNotKnown_isTheOutput() {
        assertThat(ClientUrl.of(Map.of("ClientUrl", "http://localhost:7777"), Optional::empty))
                .contains("http://localhost:7777");
    }

    @Test
    void of_whenNothingIsDeployed_isNone() {
        assertThat(ClientUrl.of(Map.of(), () -> Optional.of("localhost:7777"))).isEmpty();
    }
}
