package slipway.localcloud.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;

class StateFolderTest {
    @TempDir
    Path folder;

    record Document(Map<String, MetricAlarm> alarms, List<ContainerDefinition> containers) {}

    @Test
    void read_when_document_holds_sdk_models_gives_equal_ones() {
        var document = new Document(
                Map.of(
                        "cpu",
                        MetricAlarm.builder()
                                .alarmName("cpu")
                                .actionsEnabled(true)
                                .threshold(60.5)
                                .period(60)
                                .stateUpdatedTimestamp(Instant.parse("2026-01-02T03:04:05.006Z"))
                                .dimensions(Dimension.builder()
                                        .name("ServiceName")
                                        .value("api")
                                        .build())
                                .build()),
                List.of(ContainerDefinition.builder()
                        .name("api")
                        .command("puma")
                        .dockerLabels(Map.of("tier", "api"))
                        .logConfiguration(LogConfiguration.builder()
                                .logDriver("awslogs")
                                .options(Map.of("mode", "non-blocking"))
                                .build())
                        .build()));

        new StateFolder(folder).write("document", document);

        assertThat(new StateFolder(folder).read("document", Document.class)).contains(document);
    }
}
