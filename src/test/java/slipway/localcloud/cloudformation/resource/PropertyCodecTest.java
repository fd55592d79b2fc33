package slipway.localcloud.cloudformation.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.localcloud.cloudformation.template.Special;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

@NullMarked
class PropertyCodecTest {
    @Test
    void fill_when_names_differ_in_capitals_then_every_depth_is_filled() {
        RegisterTaskDefinitionRequest request = PropertyCodec.fill(
                        RegisterTaskDefinitionRequest.builder(),
                        Map.of(
                                "Family",
                                "f",
                                "RequiresCompatibilities",
                                List.of("FARGATE"),
                                "ContainerDefinitions",
                                List.of(Map.of(
                                        "Name",
                                        "c",
                                        "Essential",
                                        "true",
                                        "StopTimeout",
                                        "120",
                                        "LogConfiguration",
                                        Map.of("LogDriver", "awslogs", "Options", Map.of("mode", "non-blocking")))),
                                "Volumes",
                                List.of(Map.of("EFSVolumeConfiguration", Map.of("FilesystemId", "fs-1")))))
                .build();

        assertThat(request.family()).isEqualTo("f");
        assertThat(request.requiresCompatibilitiesAsStrings()).containsExactly("FARGATE");
        var container = request.containerDefinitions().getFirst();
        assertThat(container.essential()).isTrue();
        assertThat(container.stopTimeout()).isEqualTo(120);
        assertThat(container.logConfiguration().options()).containsEntry("mode", "non-blocking");
        assertThat(request.volumes().getFirst().efsVolumeConfiguration().fileSystemId())
                .isEqualTo("fs-1");
    }

    @Test
    void fill_when_number_then_double() {
        assertThat(PropertyCodec.fill(PutMetricAlarmRequest.builder(), Map.of("Threshold", "0.5"))
                        .build()
                        .threshold())
                .isEqualTo(0.5);
    }

    @Test
    void fill_when_unknown_value_then_left_out() {
        assertThat(PropertyCodec.fill(RegisterTaskDefinitionRequest.builder(), Map.of("TaskRoleArn", Special.UNKNOWN))
                        .build()
                        .taskRoleArn())
                .isNull();
    }

    @Test
    void fill_when_property_does_not_fit_then_refused_with_its_path() {
        assertThatThrownBy(() -> fill(Map.of("ContainerDefinitions", List.of(Map.of("Imagee", "x")))))
                .hasMessage("Property validation failure: [Encountered unsupported properties in"
                        + " {/ContainerDefinitions/0}: [Imagee]]");
        assertThatThrownBy(() -> fill(Map.of("ContainerDefinitions", List.of(Map.of("StopTimeout", "soon")))))
                .hasMessage("Property validation failure: [Value of property {/ContainerDefinitions/0/StopTimeout} does"
                        + " not match type {Number}]");
        assertThatThrownBy(() -> fill(Map.of("ContainerDefinitions", "x")))
                .hasMessage(
                        "Property validation failure: [Value of property {/ContainerDefinitions} does not match type"
                                + " {Array}]");
        assertThatThrownBy(() -> fill(Map.of("ContainerDefinitions", List.of(Map.of("Essential", "yes")))))
                .hasMessageContaining("does not match type {Boolean}");
    }

    private static void fill(Map<String, Object> properties) {
        PropertyCodec.fill(RegisterTaskDefinitionRequest.builder(), properties);
    }
}
