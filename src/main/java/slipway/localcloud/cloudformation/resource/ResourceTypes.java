package slipway.localcloud.cloudformation.resource;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.localcloud.cloudformation.template.Catalogue;

/** The resource types that there are. An unknown one is never taken for granted. */
public final class ResourceTypes implements Catalogue {
    private final Map<String, ResourceType> types = new TreeMap<>();

    /** @throws IllegalArgumentException when two types have one name */
    public ResourceTypes(Collection<? extends ResourceType> all) {
        for (ResourceType type : all) {
            if (types.putIfAbsent(type.schema().type(), type) != null) {
                throw new IllegalArgumentException(
                        "two resource types are called " + type.schema().type());
            }
        }
    }

    /** @throws ResourceException when there is no such type */
    public ResourceType get(String name) {
        ResourceType type = types.get(name);
        if (type == null) {
            throw new ResourceException("Unrecognized resource type: " + name);
        }
        return type;
    }

    /** Every type, by name. */
    public Collection<ResourceType> all() {
        return types.values();
    }

    @Override
    public Optional<Shape> shape(String name) {
        return Optional.ofNullable(types.get(name))
                .map(ResourceType::schema)
                .map(schema -> new Shape(schema.properties().keySet(), schema.required(), schema.attributes()));
    }
}
