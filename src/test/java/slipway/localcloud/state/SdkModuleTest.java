package slipway.localcloud.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

@NullMarked
class SdkModuleTest {
    record Kept(Map<String, TaskDefinition> definitions) {}

    @Test
    void read_whenTheDocumentHoldsModelObjects_givesThemBackEqual(@TempDir Path folder) {
        var definition = TaskDefinition.builder()
                .family("dev-api")
                .revision(3)
                .status(TaskDefinitionStatus.ACTIVE)
                .registeredAt(Instant.parse("2026-02-03T04:05:06.789Z"))
                .containerDefinitions(ContainerDefinition.builder()
                        .name("api")
                        .essential(true)
                        .command(List.of())
                        .environment(KeyValuePair.builder()
                                .name("REDIS_URL")
                                .value("redis://x")
                                .build())
                        .dockerLabels(Map.of("tier", "api"))
                        .build())
                .build();
        var state = new StateFolder(folder);

        state.write("ecs", new Kept(Map.of("dev-api:3", definition)));

        assertThat(state.read("ecs", Kept.class)).contains(new Kept(Map.of("dev-api:3", definition)));
    }
}
