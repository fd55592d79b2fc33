package slipway.localcloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.localcloud.agents.Agent;
import slipway.localcloud.process.ChildSpec;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidParametersException;

@NullMarked
class DocumentsTest {
    private final Agent agent = new Agent(
            "ecs:dev_1_1-2",
            new ChildSpec("task", List.of("puma"), Path.of("/"), Map.of()),
            "127.3.4.5",
            text -> text.replace("redis.dev.internal", "127.7.7.7"));

    @Test
    void plan_whenEcsAsks_isTheCommandWithItsLogGroup() {
        assertThat(plan(
                        "AmazonECS-ExecuteInteractiveCommand",
                        Map.of("command", List.of("irb"), "cloudWatchLogGroup", List.of("/dev/exec"))))
                .isEqualTo(new SessionPlan.Command("irb", "/dev/exec"));
    }

    @Test
    void plan_whenNothingIsSaid_isAShellWithoutLog() {
        assertThat(plan("SSM-SessionManagerRunShell", Map.of())).isEqualTo(new SessionPlan.Command("sh", null));
    }

    @Test
    void plan_whenAPortIsForwarded_isTheTasksOwn() {
        assertThat(plan("AWS-StartPortForwardingSession", Map.of("portNumber", List.of("4567"))))
                .isEqualTo(new SessionPlan.Port("127.3.4.5", 4567, ""));
    }

    @ParameterizedTest
    @CsvSource({"localhost,127.3.4.5", "127.0.0.1,127.3.4.5", "redis.dev.internal,127.7.7.7", "127.200.0.9,127.200.0.9"
    })
    void plan_whenTheHostCanBeReached_isItsAddress(String host, String address) {
        assertThat(plan(
                        "AWS-StartPortForwardingSessionToRemoteHost",
                        Map.of(
                                "host", List.of(host),
                                "portNumber", List.of("6379"),
                                "localPortNumber", List.of("16379"))))
                .isEqualTo(new SessionPlan.Port(address, 6379, "16379"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "10.0.0.1", "127.1", "127.0.0.256", "0.0.0.0", "redis.dev.internal.example"})
    void plan_whenTheHostCannotBeReached_isRefused(String host) {
        assertThatThrownBy(() -> plan(
                        "AWS-StartPortForwardingSessionToRemoteHost",
                        Map.of("host", List.of(host), "portNumber", List.of("6379"))))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("The host " + host + " cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "http", "-1", "999999"})
    void plan_whenThePortIsNone_isRefused(String port) {
        assertThatThrownBy(() -> plan("AWS-StartPortForwardingSession", Map.of("portNumber", List.of(port))))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("portNumber must be a port");
    }

    @Test
    void plan_whenTheCommandIsMissing_isRefused() {
        assertThatThrownBy(() -> plan("AWS-StartInteractiveCommand", Map.of()))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("Parameter command");
    }

    @Test
    void plan_whenTheDocumentIsUnknown_namesThoseThatThereAre() {
        assertThatThrownBy(() -> plan("AWS-StartSSHSession", Map.of()))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("AWS-StartSSHSession does not exist")
                .hasMessageContaining("AWS-StartPortForwardingSession,");
    }

    @Test
    void plan_whenAParameterIsUnknown_isRefused() {
        assertThatThrownBy(() -> plan("AWS-StartPortForwardingSession", Map.of("port", List.of("1"))))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("no parameter port");
    }

    private SessionPlan plan(String document, Map<String, List<String>> parameters) {
        return Documents.plan(document, parameters, agent);
    }
}
