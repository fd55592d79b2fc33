package slipway.localcloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type that one machine cannot enforce, such as a VPC or a role: its properties are checked and kept truthfully, and
 * nothing else happens.
 */
final class MetadataType implements ResourceType {
    private final Schema schema;
    private final Identity identity;
    private final Map<String, Attribute> attributes;
    private final @Nullable String nameProperty;

    /** Makes up a physical id. */
    interface Identity {
        String of(ResourceContext context, Map<String, Object> properties);
    }

    /** Works out an attribute. */
    interface Attribute {
        Object of(ResourceContext context, String physicalId, Map<String, Object> properties);
    }

    /**
     * @param attributes one entry for each attribute of the schema
     * @param nameProperty the property that names the resource, null when nothing does
     */
    MetadataType(Schema schema, Identity identity, Map<String, Attribute> attributes, @Nullable String nameProperty) {
        if (!schema.attributes().equals(attributes.keySet())) {
            throw new IllegalArgumentException(
                    schema.type() + " declares " + schema.attributes() + " and answers " + attributes.keySet());
        }
        this.schema = schema;
        this.identity = identity;
        this.attributes = attributes;
        this.nameProperty = nameProperty;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Created create(ResourceContext context, Map<String, Object> properties) {
        String physicalId = identity.of(context, properties);
        return new Created(physicalId, attributes(context, physicalId, properties));
    }

    @Override
    public Map<String, Object> update(
            ResourceContext context, String physicalId, Map<String, Object> before, Map<String, Object> after) {
        return attributes(context, physicalId, after);
    }

    @Override
    public void delete(ResourceContext context, String physicalId, Map<String, Object> properties) {
        // Nothing but the stack's own record of it exists.
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.ofNullable(nameProperty);
    }

    @Override
    public boolean isReal() {
        return false;
    }

    private Map<String, Object> attributes(ResourceContext context, String physicalId, Map<String, Object> properties) {
        var worth = new LinkedHashMap<String, Object>();
        attributes.forEach((name, attribute) -> worth.put(name, attribute.of(context, physicalId, properties)));
        return worth;
    }
}
