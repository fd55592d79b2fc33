package slipway.localcloud.cloudformation.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ResourceTypesTest {
    @Test
    void create_when_two_types_have_one_name_then_refused() {
        ResourceType type = MetadataTypes.all().getFirst();

        assertThatThrownBy(() -> new ResourceTypes(List.of(type, type)))
                .hasMessage("two resource types are called " + type.schema().type());
    }

    @Test
    void get_when_type_is_unknown_then_refused() {
        assertThatThrownBy(() -> new ResourceTypes(List.of()).get("AWS::No::Such"))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("AWS::No::Such");
        assertThat(new ResourceTypes(List.of()).shape("AWS::No::Such")).isEmpty();
    }

    @Test
    void schema_when_read_then_required_and_create_only_are_properties() {
        for (ResourceType type : MetadataTypes.all()) {
            Schema schema = type.schema();
            assertThat(schema.properties().keySet())
                    .as(schema.type())
                    .containsAll(schema.required())
                    .containsAll(schema.createOnly());
            type.nameProperty()
                    .ifPresent(name ->
                            assertThat(schema.createOnly()).as(schema.type()).contains(name));
        }
    }

    @Test
    void fault_when_value_has_the_wrong_kind_then_named() {
        Schema schema = Schema.of("T", "A* B:b C:i! D:n E:l F:m G:d", "X");

        assertThat(schema.fault(Map.of()))
                .hasValueSatisfying(told -> assertThat(told).contains("{/A} is required"));
        assertThat(schema.fault(Map.of("A", "a", "Z", "z")))
                .hasValueSatisfying(told -> assertThat(told).contains("[Z]"));
        assertThat(schema.fault(Map.of("A", "a", "B", "x")))
                .hasValueSatisfying(told -> assertThat(told).contains("{/B} does not match type {Boolean}"));
        assertThat(schema.fault(Map.of("A", "a", "C", "1.5")))
                .hasValueSatisfying(told -> assertThat(told).contains("{/C} does not match type {Integer}"));
        assertThat(schema.fault(
                        Map.of("A", "a", "B", "true", "C", "1", "D", "1.5", "E", List.of(), "F", Map.of(), "G", "{}")))
                .isEmpty();
        assertThat(schema.createOnly()).containsExactly("C");
    }
}
