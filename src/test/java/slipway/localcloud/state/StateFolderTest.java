package slipway.localcloud.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.AbstractList;
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

    record Lines(List<String> lines) {}

    @Test
    void write_when_the_document_breaks_off_leaves_the_one_before() {
        var state = new StateFolder(folder);
        state.write("document", new Lines(List.of("whole")));
        List<String> broken = new AbstractList<>() {
            @Override
            public String get(int index) {
                if (index == 9_999) {
                    throw new IllegalStateException("no such line");
                }
                return "cut";
            }

            @Override
            public int size() {
                return 10_000;
            }
        };

        assertThatThrownBy(() -> state.write("document", new Lines(broken))).hasMessageContaining("document.json");

        assertThat(state.read("document", Lines.class)).contains(new Lines(List.of("whole")));
    }

    @Test
    void write_when_done_lets_only_the_owner_read() throws Exception {
        new StateFolder(folder).write("document", new Lines(List.of("secret")));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("document.json"))))
                .isEqualTo("rw-------");
    }
}
